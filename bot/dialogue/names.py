"""The things that a text names."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.base import Knowledge
    from knowledge.model import EntityId

HEAD = 2
"""Characters by which a name is looked up; a shorter one names nothing."""


class Names:
    """Finds names of one knowledge's things in what is said, by dictionary look-up."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Collect the names; of two things with the same one the earlier is meant."""
        self._things: dict[str, EntityId] = {}
        lengths: dict[str, set[int]] = defaultdict(set)
        for thing in knowledge.entities.values():
            for name in (thing.name, *thing.aliases):
                self._things.setdefault(name, thing.id)
                lengths[name[:HEAD]].add(len(name))
        self._lengths = {head: sorted(found, reverse=True) for head, found in lengths.items()}

    def find(self, text: str) -> tuple[EntityId, ...]:
        """The things named, in order, each once; the longest name wins."""
        return tuple(dict.fromkeys(self._find(text)))

    def _find(self, text: str) -> Iterator[EntityId]:
        at = 0
        while at < len(text):
            ends = (at + length for length in self._lengths.get(text[at : at + HEAD], ()))
            end = next((end for end in ends if end <= len(text) and text[at:end] in self._things), None)
            if end:
                yield self._things[text[at:end]]
            at = end or at + 1
