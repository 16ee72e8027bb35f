"""The root of all exceptions of ours, and the one that knowledge raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class YingbanError(Exception):
    """Base of every exception that this program raises on purpose."""


class KnowledgeError(YingbanError):
    """Raised when a knowledge folder cannot be served; carries every fault, in Chinese, one a line."""

    def __init__(self, faults: Iterable[str]) -> None:
        """Keep the faults in the order in which a curator would mend them."""
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))
