"""What words that name nothing point at: places in an order, steps from where we are, what was spoken of before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.understanding.context import Row
from bot.understanding.senses import Light, Mark, Nth, Part, Sort, Step, Thing
from knowledge.model import Listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.understanding.context import Context
    from bot.understanding.lattice import Token
    from bot.understanding.senses import Sense
    from knowledge.base import Knowledge
    from knowledge.model import EntityId, KindId

ANY_COUNTER = "个"
"""Counts anything, so it tells no kind."""
POINTING = {"that", "first-said"}
"""Marks that point back: 那家, 第一个说的那位."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Tokens whose references are things, and the row in which one of them was counted."""

    tokens: tuple[Token, ...]
    row: Row | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """A place in a row: a thing, or a place that no thing stands at."""

    row: Row
    sense: Thing | Nth


class References:
    """Resolves them, of one knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Keep the knowledge; nothing is changed afterwards."""
        self._knowledge = knowledge

    def resolve(self, tokens: tuple[Token, ...], context: Context) -> Resolved:
        """Give each reference the sense of what it means here; one that means nothing is a light word."""
        kinds = {kind for token in tokens for kind in _kinds(token)}
        counted = [self._counted(token, after, kinds, context) for _, token, after in _followed(tokens)]
        found = [one for one in counted if one]
        places = {one.sense.entity for one in found if isinstance(one.sense, Thing)}
        tokens = tuple(self._placed(tokens, counted, self._kinds_of(places)))
        tokens = tuple(self._apposed(tokens))
        tokens = tuple(self._pointed(*neighbours, context) for neighbours in _followed(tokens))
        return Resolved(tokens=tokens, row=found[0].row if found else None)

    def _placed(
        self, tokens: Iterable[Token], counted: Iterable[_Counted | None], kinds: set[KindId]
    ) -> Iterator[Token]:
        """The tokens with 第三项活动 as the thing that it means; 活动 then asks for nothing else."""
        for token, found in zip(tokens, counted, strict=True):
            sorts = tuple(sense for sense in token.senses if isinstance(sense, Sort) and sense.kind in kinds)
            if found:
                yield replace(token, senses=(found.sense,))
            elif _has(token, Step):
                yield replace(token, senses=(Light(),))
            else:
                yield replace(token, senses=(*sorts, Light())) if sorts else token

    # --- places and steps ----------------------------------------------------------------------

    def _counted(self, token: Token, after: Token | None, kinds: set[KindId], context: Context) -> _Counted | None:
        """The place that a token means; 前面那个 before a name means nothing."""
        named = after is not None and _has(after, Thing)
        for sense in token.senses:
            if isinstance(sense, Nth):
                return self._at_place(sense, kinds, context)
            if isinstance(sense, Step) and not named:
                return self._at_step(sense, kinds, context)
        return None

    def _at_place(self, nth: Nth, kinds: set[KindId], context: Context) -> _Counted | None:
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
        own = self._counted_by(nth.counter)
        shown = [row for row in context.rows if row.fact or not own or own & self._kinds_in(row)]
        shown_kinds = {kind for row in context.rows[:1] for kind in self._kinds_in(row)}
        ranked = sorted(filter(kinds.__contains__, self._knowledge.kinds), key=lambda kind: kind not in shown_kinds)
        named = [self._row_of(kind) for kind in ranked]
        rest = [] if kinds else [row for row in context.rows if row not in shown]
        yield from (row for row in named if row.things)
        yield from (row for row in shown if row.fact or not kinds)
        yield from (row for row in map(self._row_of, filter(own.__contains__, self._knowledge.kinds)) if row.things)
        yield from rest

    def _at_step(self, step: Step, kinds: set[KindId], context: Context) -> _Counted | None:
        """One further or one back from where we are: in what was shown, in the talk, among things of its kind."""
        for row in (*context.rows, *self._talk(step, context), *self._own_row(context)):
            here = row.place_of(context.focus)
            if here and (not kinds or kinds & self._kinds_in(row)):
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
            yield self._row_of(self._knowledge.entities[context.focus].kind)

    def _row_of(self, kind: KindId) -> Row:
        return Row(things=tuple(one.id for one in self._knowledge.members(kind)))

    def _kinds_in(self, row: Row) -> set[KindId]:
        return self._kinds_of(row.things)

    def _kinds_of(self, things: Iterable[EntityId]) -> set[KindId]:
        return {self._knowledge.entities[one].kind for one in things}

    def _length(self, row: Row) -> int:
        if row.fact is None:
            return len(row.things)
        fact = self._knowledge.fact(*row.fact.split(".", 1))
        return len(fact.value.elements) if fact and isinstance(fact.value, Listing) else 0

    def _at(self, row: Row, place: int, counter: str) -> _Counted:
        is_thing = row.things and 0 < place <= len(row.things)
        return _Counted(row=row, sense=Thing(row.things[place - 1]) if is_thing else Nth(place, counter))

    def _apposed(self, tokens: Sequence[Token]) -> Iterator[Token]:
        """未来智界那个区: the kind of what stands before asks for nothing."""
        for name, pointing, token in zip((None, None, *tokens), (None, *tokens), tokens, strict=False):
            pointed = pointing is not None and bool(POINTING & _marks(pointing))
            same = pointed and self._kinds_of(_things(name)) & _kinds(token)
            yield replace(token, senses=(Light(),)) if same else token

    # --- what was spoken of --------------------------------------------------------------------

    def _pointed(self, before: Token | None, token: Token, after: Token | None, context: Context) -> Token:
        """Add what was spoken of to the 酒店 of 那家酒店, to a 那家 that stands alone, to 他."""
        marks = _marks(token)
        pointing = (_marks(before) if before else set()) | marks
        kinds: set[KindId] = set()
        if "they" in marks:
            kinds = {kind.id for kind in self._knowledge.kinds.values() if kind.who}
        elif POINTING & pointing and not _has(token, Thing):
            alone = not (after and (_has(after, Sort) or _has(after, Thing)))
            kinds = self._counted_by(token.text[-1]) if POINTING & marks and alone else _kinds(token)
        meant = self._meant(pointing, kinds, context) if kinds else None
        sense = Thing(meant) if meant else self._it(context) if "it" in marks else None
        return replace(token, senses=(*token.senses, sense)) if sense else token

    def _it(self, context: Context) -> Thing | Part | None:
        """What 它 means: the element spoken of last, or the thing in focus where it is no person and not all of it."""
        focus = context.focus
        if focus is None or focus == self._knowledge.frame.entity or self._knowledge.kind_of(focus).who:
            return None
        row = next(iter(context.rows), Row())
        place = row.place_of(focus)
        return Part(row.fact, place - 1) if row.fact and place else Thing(focus)

    def _counted_by(self, counter: str) -> set[KindId]:
        return {kind.id for kind in self._knowledge.kinds.values() if kind.counter == counter != ANY_COUNTER}

    def _meant(self, marks: set[str], kinds: set[KindId], context: Context) -> EntityId | None:
        """The thing of one of these kinds that was spoken of last, or first."""
        things = context.recent[::-1] if "first-said" in marks else context.spoken_of
        return next((one for one in things if self._knowledge.entities[one].kind in kinds), None)


def _followed(tokens: Sequence[Token]) -> Iterator[tuple[Token | None, Token, Token | None]]:
    """Each token between its neighbours."""
    return zip((None, *tokens), tokens, (*tokens[1:], None), strict=False)


def _has(token: Token, kind: type[Sense]) -> bool:
    return any(isinstance(sense, kind) for sense in token.senses)


def _marks(token: Token) -> set[str]:
    return {sense.id for sense in token.senses if isinstance(sense, Mark)}


def _things(token: Token | None) -> set[EntityId]:
    return {sense.entity for sense in token.senses if isinstance(sense, Thing)} if token else set()


def _kinds(token: Token) -> set[KindId]:
    return {sense.kind for sense in token.senses if isinstance(sense, Sort)}
