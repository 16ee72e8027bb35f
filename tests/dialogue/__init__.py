"""Tests of what is said, and what is remembered."""
