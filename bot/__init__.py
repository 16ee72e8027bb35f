"""What the assistant does with what is known; no channel is known here by name."""
