"""How fast it is, beside the plain baseline that a user would write; `python -m tests.bench` measures and prints."""
