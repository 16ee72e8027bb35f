"""What is kept: updates to handle, conversations, replies to send, and little else. Rows never leave it."""
