"""Knowledges from other worlds: what holds for them holds for any."""
