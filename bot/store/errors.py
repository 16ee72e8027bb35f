"""What can go wrong with the store."""

from __future__ import annotations

from bot.errors import YingbanError


class StoreError(YingbanError):
    """Raised where the store cannot do its work; `key` names the wording that tells a person what to do."""

    def __init__(self, key: str, **details: str) -> None:
        """Keep what the wording has slots for."""
        self.key = key
        self.details = details
        super().__init__(f"{key}: {details}")


class StoreUnavailableError(StoreError):
    """Raised where the database does not answer, is full or stays locked: nothing was written, try again later."""
