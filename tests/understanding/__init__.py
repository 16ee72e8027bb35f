"""Tests of what utterances are read as."""
