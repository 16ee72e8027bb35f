"""From an interpretation and the state of the conversation to a turn. Pure."""
