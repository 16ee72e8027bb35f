"""What is true and how people ask for it. Imports nothing else of ours."""
