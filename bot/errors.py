"""The exceptions that the bot raises on purpose; all derive from `YingbanError`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.errors import YingbanError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["SettingsError", "YingbanError"]


class SettingsError(YingbanError):
    """Raised at start when settings cannot be used; carries every fault, in Chinese, each with its place and key."""

    def __init__(self, faults: Iterable[str]) -> None:
        """Keep the faults: those of the file first, then those of the environment."""
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))
