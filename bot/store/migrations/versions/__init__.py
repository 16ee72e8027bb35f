"""One file a step. A step that has been released is never changed: a further one is added."""
