"""From an utterance to an interpretation. Pure."""
