"""What was said before, as far as the next utterance may leave it unsaid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.model import AttributeId, EntityId, FactId


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was shown in an order, so that 第二个 and 下一个 mean something: things, or the elements of a fact."""

    things: tuple[EntityId, ...] = ()
    fact: FactId | None = None
    at: int | None = None
    """The element spoken of last, from 1. Of things it is the one in focus."""

    def place_of(self, focus: EntityId | None) -> int | None:
        """Where in it we are, from 1, with this thing in focus; None where we speak of something else."""
        if self.fact:
            return self.at if focus == self.fact.split(".", 1)[0] else None
        return self.things.index(focus) + 1 if focus in self.things else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What was talked about before."""

    focus: EntityId | None = None
    recent: tuple[EntityId, ...] = ()
    """The things talked about, the latest first."""
    mentioned: tuple[EntityId, ...] = ()
    """The things that the last answer named, in its order."""
    rows: tuple[Row, ...] = ()
    """What was shown in an order, the latest first."""
    attributes: tuple[AttributeId, ...] = ()
    """What was asked last."""

    @property
    def spoken_of(self) -> tuple[EntityId, ...]:
        """Everything that 他 or 那家店 may mean, the likeliest first."""
        # of two people that an answer names, the one who was asked about
        both = [one for one in self.mentioned if one in self.recent]
        return tuple(dict.fromkeys([*filter(None, (self.focus,)), *both, *self.mentioned, *self.recent]))
