"""Tests of what is true and how people ask for it."""
