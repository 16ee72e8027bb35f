"""Places in an order and steps from where we are: 第三项活动, 最后一个, 下一项, 前面那个."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.understanding.context import Row
from bot.understanding.normalise import clean
from bot.understanding.senses import ANY_COUNTER, Nth, Sort, Step, Thing
from knowledge.model import Listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.understanding.context import Context
    from bot.understanding.lattice import Token
    from bot.understanding.senses import Sense
    from knowledge.base import Knowledge
    from knowledge.model import EntityId, KindId

MOST_COUNTED = 40
"""Things of a kind that one may count from the first: 第三项活动."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A place in a row: a thing, or a place that no thing stands at."""

    row: Row
    sense: Thing | Nth


class Counting:
    """Counts places and steps in rows, of one knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Keep the knowledge; nothing is changed afterwards."""
        self._knowledge = knowledge

    def count(self, tokens: Sequence[Token], context: Context) -> list[Counted | None]:
        """For each token the place that it means, if any."""
        kinds = {kind for token in tokens for kind in kinds_in(token)}
        return [self._counted(*pair, kinds, context) for pair in zip(tokens, (*tokens[1:], None), strict=False)]

    def kinds_of(self, things: Iterable[EntityId]) -> set[KindId]:
        """The kinds of some things."""
        return {self._knowledge.entities[one].kind for one in things}

    def counted_by(self, counter: str) -> set[KindId]:
        """The kinds of which a counter tells that they are meant."""
        return {
            kind.id for kind in self._knowledge.kinds.values() if clean(kind.counter).text == counter != ANY_COUNTER
        }

    def _counted(self, token: Token, after: Token | None, kinds: set[KindId], context: Context) -> Counted | None:
        """The place that a token means; 前面那个 before a name means nothing."""
        named = after is not None and has(after, Thing)
        for sense in token.senses:
            if isinstance(sense, Nth):
                return self._at_place(sense, kinds, context)
            if isinstance(sense, Step) and not named:
                return self._at_step(sense, kinds, context)
        return None

    def _at_place(self, nth: Nth, kinds: set[KindId], context: Context) -> Counted | None:
        """The place in the first row that is long enough, else in the first one."""
        rows = list(self._rows(nth, kinds, context))
        fitting = (row for row in rows if 0 < abs(nth.place) <= self._length(row))
        row = next(fitting, rows[0] if rows else None)
        if row is None:
            return None
        place = nth.place if nth.place > 0 else self._length(row) + 1 + nth.place
        return self._at(row, place, nth.counter)

    def _rows(self, nth: Nth, kinds: set[KindId], context: Context) -> Iterator[Row]:
        """Rows in which a place may be counted: things named by kind, those shown, those with this counter.

        Where a word names several kinds (区), the one that was shown last goes first, then the order of the kinds.
        """
        own = self.counted_by(nth.counter)
        shown = [row for row in context.rows if row.fact or not own or own & self.kinds_of(row.things)]
        shown_kinds = {kind for row in context.rows[:1] for kind in self.kinds_of(row.things)}
        ranked = sorted(filter(kinds.__contains__, self._knowledge.kinds), key=lambda kind: kind not in shown_kinds)
        counted = [self._row_of(kind, context) for kind in self._knowledge.kinds if kind in own]
        rest = [] if kinds else [row for row in context.rows if row not in shown]
        yield from (row for row in (self._row_of(kind, context) for kind in ranked) if row.things)
        yield from (row for row in shown if row.fact or not kinds)
        yield from (row for row in counted if row.things)
        yield from rest

    def _at_step(self, step: Step, kinds: set[KindId], context: Context) -> Counted | None:
        """One further or one back from where we are: in what was shown, in the talk, among things of its kind.

        What was told alone stands in no order but that of time, which is not counted here.
        """
        if context.rows and context.rows[0].things == (context.focus,):
            return None
        for row in (*context.rows, *self._talk(step, context), *self._own_row(context)):
            here = row.place_of(context.focus)
            if here and (not kinds or kinds & self.kinds_of(row.things)):
                return self._at(row, here + step.by, step.counter)
        return None

    def _talk(self, step: Step, context: Context) -> Iterator[Row]:
        """The thing talked of before this one, as a row of two: 前一个, where nothing was counted."""
        same = [one for one in context.recent if one in self._alike(context.focus)]
        if step.by < 0 and not step.of_it and len(same) > 1 and same[0] == context.focus:
            yield Row(things=(same[1], same[0]))

    def _alike(self, focus: EntityId | None) -> set[EntityId]:
        kind = self._knowledge.entities[focus].kind if focus else None
        return {one.id for one in self._knowledge.entities.values() if one.kind == kind}

    def _own_row(self, context: Context) -> Iterator[Row]:
        """The things of the kind of the one in focus."""
        if context.focus:
            yield self._row_of(self._knowledge.entities[context.focus].kind, context)

    def _row_of(self, kind: KindId, context: Context) -> Row:
        """The things of a kind in order; of more than one would count, those talked about, the earliest first."""
        things = tuple(one.id for one in self._knowledge.members(kind))
        if len(things) > MOST_COUNTED:
            things = tuple(one for one in reversed(context.recent) if self._knowledge.entities[one].kind == kind)
        return Row(things=things)

    def _length(self, row: Row) -> int:
        if row.fact is None:
            return len(row.things)
        fact = self._knowledge.fact(*row.fact.split(".", 1))
        return len(fact.value.elements) if fact and isinstance(fact.value, Listing) else 0

    def _at(self, row: Row, place: int, counter: str) -> Counted:
        is_thing = row.things and 0 < place <= len(row.things)
        return Counted(row=row, sense=Thing(row.things[place - 1]) if is_thing else Nth(place, counter))


def has(token: Token, kind: type[Sense]) -> bool:
    """Whether a token has a sense of this sort."""
    return any(isinstance(sense, kind) for sense in token.senses)


def kinds_in(token: Token) -> set[KindId]:
    """The kinds of which a token is a word."""
    return {sense.kind for sense in token.senses if isinstance(sense, Sort)}
