"""Rewrite dialect and net speech into ordinary Chinese, keeping the map back to what was typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.understanding.normalise import STOPS, Cleaned, clean

if TYPE_CHECKING:
    from collections.abc import Mapping


AT_END = "$"


class Rewording:
    """A table of what is written and what is meant."""

    def __init__(self, table: Mapping[str, str]) -> None:
        """Compile the table once; the longest entry that fits wins, and one that ends in `$` ends a clause."""
        self._at_end = frozenset(clean(written.rstrip(AT_END)).text for written in table if written.endswith(AT_END))
        patterns = [_pattern(written) for written in table]
        self._table = {clean(written.rstrip(AT_END)).text: clean(meant).text for written, meant in table.items()}
        longest = sorted(filter(None, patterns), key=len, reverse=True)
        self._pattern = re.compile("|".join(longest)) if longest else None

    def apply(self, cleaned: Cleaned) -> Cleaned:
        """The text as it was meant; each new character points to where the old word began."""
        if self._pattern is None or not self._pattern.search(cleaned.text):
            return cleaned
        found = [match for match in self._pattern.finditer(cleaned.text) if self._stands(match, cleaned)]
        return cleaned.mended((match.span(), self._table[match[0]]) for match in found)

    def _stands(self, match: re.Match[str], cleaned: Cleaned) -> bool:
        end = match.end()
        at_end = end == len(cleaned.text) or cleaned.text[end] in STOPS or cleaned.pauses_before(end)
        return at_end or match[0] not in self._at_end


def _pattern(written: str) -> str:
    """A pattern for one entry; a Latin one is a whole word."""
    escaped = re.escape(clean(written.rstrip(AT_END)).text)
    return rf"(?<![a-z0-9]){escaped}(?![a-z0-9])" if escaped.isascii() else escaped
