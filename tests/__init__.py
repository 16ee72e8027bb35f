"""Tests; the tree mirrors that of the program."""
