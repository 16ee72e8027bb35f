"""What words that name nothing point at: places in an order, steps from where we are, what was spoken of before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from bot.understanding.context import Row
from bot.understanding.normalise import clean
from bot.understanding.places import Counting, has, kinds_in
from bot.understanding.senses import (
    Cue,
    Light,
    Mark,
    Member,
    OwnCue,
    Part,
    Question,
    Sort,
    Step,
    Thing,
    Verb,
    When,
)
from bot.understanding.view import DEFINITE
from knowledge.model import Wh

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.understanding.context import Context
    from bot.understanding.lattice import Token
    from bot.understanding.places import Counted
    from bot.understanding.senses import Sense
    from knowledge.base import Knowledge
    from knowledge.model import EntityId, KindId

    Tokens: TypeAlias = Sequence[Token]

POINTING = {"that", "first-said"}
"""Marks that point back and may stand alone: 那家, 第一个说的那位."""
POINTERS = {*POINTING, "earlier"}
"""Those that point back at the kind behind them: 刚才的景点."""
THESE = frozenset("那这该此")
"""Single characters that point where a kind follows at once: 那酒店."""
FAR = 5
"""Tokens that may stand between 刚才 and the kind: 刚才我问的那家酒店."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Tokens whose references are things, and the row in which one of them was counted."""

    tokens: tuple[Token, ...]
    row: Row | None = None


class References:
    """Resolves them, of one knowledge."""

    def __init__(self, knowledge: Knowledge, nicknames: Mapping[str, tuple[EntityId, ...]]) -> None:
        """Prepare the names by which things may be called again."""
        self._knowledge = knowledge
        self._counting = Counting(knowledge)
        self._names = {
            one.id: {clean(name).text for name in (one.name, *one.aliases)} for one in knowledge.entities.values()
        }
        self._nicknames = nicknames

    def resolve(self, tokens: Tokens, context: Context) -> Resolved:
        """Give each reference the sense of what it means here; one that means nothing is a light word."""
        counted = self._counting.count(tokens, context)
        found = [one for one in counted if one]
        places = {one.sense.entity for one in found if isinstance(one.sense, Thing)}
        tokens = tuple(self._placed(tokens, counted, self._counting.kinds_of(places)))
        tokens = tuple(self._apposed(tokens))
        named = any(has(token, Thing) for token in tokens)
        tokens = tuple(self._pointed(tokens, place, context, named=named) for place in range(len(tokens)))
        tokens = tuple(self._with_it(tokens, place, context) for place in range(len(tokens)))
        return Resolved(tokens=tokens, row=found[0].row if found else None)

    def _placed(self, tokens: Tokens, counted: Iterable[Counted | None], kinds: set[KindId]) -> Iterator[Token]:
        """The tokens with 第三项活动 as the thing that it means; 活动 then asks for nothing else."""
        for token, found in zip(tokens, counted, strict=True):
            sorts = tuple(sense for sense in token.senses if isinstance(sense, Sort) and sense.kind in kinds)
            if found:
                yield replace(token, senses=(found.sense,))
            elif has(token, Step):
                rest = tuple(sense for sense in token.senses if not isinstance(sense, Step))
                yield replace(token, senses=rest or (Light(),))
            else:
                yield replace(token, senses=(*sorts, Light())) if sorts else token

    def _apposed(self, tokens: Tokens) -> Iterator[Token]:
        """未来智界那个区: the kind of what stands before asks for nothing."""
        for name, pointing, token in zip((None, None, *tokens), (None, *tokens), tokens, strict=False):
            pointed = pointing is not None and bool(POINTING & _marks(pointing))
            same = pointed and self._counting.kinds_of(_things(name)) & kinds_in(token)
            yield replace(token, senses=(Light(),)) if same else token

    # --- what was spoken of --------------------------------------------------------------------

    def _pointed(self, tokens: Tokens, place: int, context: Context, *, named: bool) -> Token:
        """The token with what it points back to; a name of several things means the one talked about."""
        token = tokens[place]
        things = _things(token)
        if things:
            recent = next((one for one in context.recent if one in things), None) if len(things) > 1 else None
            rest = tuple(sense for sense in token.senses if not isinstance(sense, Thing))
            return replace(token, senses=(*rest, Thing(recent))) if recent else token
        found: tuple[Sense, ...] = tuple(map(Thing, self._meant(tokens, place, context, named=named)))
        return replace(token, senses=(*_kept(token), *found)) if found else token

    def _with_it(self, tokens: Tokens, place: int, context: Context) -> Token:
        """The token, 它 with what it means, where that is not named before it."""
        token = tokens[place]
        named = any(_things(other) - {self._knowledge.frame.entity} for other in tokens[:place])
        it = self._it(context) if "it" in _marks(token) and not (named or has(token, Thing)) else None
        return replace(token, senses=(*_kept(token), it)) if it else token

    def _meant(self, tokens: Tokens, place: int, context: Context, *, named: bool) -> tuple[EntityId, ...]:
        """The things that a token means without naming them."""
        token = tokens[place]
        pointers = _pointers_at(tokens, place)
        kinds = self._kinds_meant(tokens, place, pointers, named=named)
        if kinds:
            return self._last_of_each(kinds, _marks(token) | pointers, context)
        called = self._by_nickname(token, context)
        if not called and _pointers_at(tokens, place, far=1):
            called = self._by_part(token, context)
        if not called and not named and _is_subject(tokens, place):
            called = self._by_ending(token, context)
        return (called,) if called else ()

    def _kinds_meant(self, tokens: Tokens, place: int, pointers: set[str], *, named: bool) -> set[KindId]:
        """The kinds of what 他, 那家, the 酒店 of 那家酒店 or of 酒店电话 means; none where it points at nothing."""
        token = tokens[place]
        if "they" in _marks(token):
            return {kind.id for kind in self._knowledge.kinds.values() if kind.who}
        own = kinds_in(token)
        if own and (pointers or (not named and _is_subject(tokens, place))):
            return own
        stands_alone = not any(has(after, Sort) or has(after, Thing) for after in tokens[place + 1 : place + 2])
        return self._counting.counted_by(token.text[-1]) if POINTING & _marks(token) and stands_alone else set()

    def _last_of_each(self, kinds: set[KindId], marks: set[str], context: Context) -> tuple[EntityId, ...]:
        """The thing of each kind that was spoken of last, or first: 饭店 may be a restaurant or a hotel."""
        told = context.spoken_of if marks else context.recent
        things = context.recent[::-1] if "first-said" in marks else told
        shown = context.rows[0].things if context.rows else ()
        last: dict[KindId, EntityId] = {}
        for one in (*things, *shown):
            last.setdefault(self._knowledge.entities[one].kind, one)
        return tuple(one for kind, one in last.items() if kind in kinds)

    def _it(self, context: Context) -> Thing | Part | None:
        """What 它 means: the element spoken of last, or the thing in focus where it is no person and not all of it."""
        shown = context.rows[0].things if context.rows else ()
        # of the festival one asks by its name, so 它 is the one thing that it was told to have
        focus = shown[0] if context.focus == self._knowledge.frame.entity and len(shown) == 1 else context.focus
        if focus is None or focus == self._knowledge.frame.entity or self._knowledge.kind_of(focus).who:
            return None
        row = next(iter(context.rows), Row())
        place = row.place_of(focus)
        return Part(row.fact, place - 1) if row.fact and place else Thing(focus)

    def _by_nickname(self, token: Token, context: Context) -> EntityId | None:
        """The thing talked about that is called so for short, even by an ordinary word or a number: 七天, 桔子."""
        if not all(isinstance(sense, When) for sense in token.senses):
            return None
        owners = self._nicknames.get(token.text, ())
        return next((one for one in context.recent if one in owners), None)

    def _by_part(self, token: Token, context: Context) -> EntityId | None:
        """那个博物馆: the thing talked about that has the word in its name, or a single character at its end."""
        if any(isinstance(sense, (Cue, Question, Mark, OwnCue)) for sense in token.senses):
            return None
        word = token.text
        return next((one for one in context.recent if any(_is_part(word, name) for name in self._names[one])), None)

    def _by_ending(self, token: Token, context: Context) -> EntityId | None:
        """博物馆的电话: the thing talked about whose name ends so."""
        if not all(isinstance(sense, Verb) for sense in token.senses):
            return None
        names = ((one, _head(name)) for one in context.recent for name in self._names[one])
        return next((one for one, name in names if len(token.text) > 1 and name.endswith(token.text)), None)


def _pointers_at(tokens: Tokens, place: int, *, far: int = FAR) -> set[str]:
    """The marks that point at a token (那个, 刚才) at most so many before it, with nothing but small words between."""
    found: set[str] = set()
    before = [one for one in tokens[max(0, place - far) : place] if one.clause == tokens[place].clause]
    for distance, token in enumerate(reversed(before)):
        found |= POINTERS & _marks(token)
        if distance == 0 and token.text in THESE:
            found.add("that")
        if not _is_small(token):
            break
    return found


def _is_part(word: str, name: str) -> bool:
    return word in name if len(word) > 1 else _head(name).endswith(word)


def _head(name: str) -> str:
    """A name without what stands in brackets."""
    return name.partition("(")[0]


def _kept(token: Token) -> tuple[Sense, ...]:
    """The senses that stay beside a thing: no time, which 七天 is no longer, and no kind, which 那家酒店 means."""
    return tuple(sense for sense in token.senses if not isinstance(sense, (When, Sort)))


def _is_small(token: Token) -> bool:
    """Whether it neither names nor asks anything."""
    small = all(isinstance(sense, (Light, Mark, Verb)) for sense in token.senses)
    return small and (bool(token.senses) or len(token.text) == 1)


def _is_subject(tokens: Tokens, place: int) -> bool:
    """Whether a bare kind begins a clause that asks for something of it (酒店电话多少), or leads up to one."""
    clause = tokens[place].clause
    before = [one for one in tokens[:place] if one.clause == clause]
    after = [one for one in tokens[place + 1 :] if one.clause == clause]
    if not all(map(_is_small, before)):
        return False
    others = (sense for token in tokens if token.clause != clause for sense in token.senses)
    leads = all(map(_is_small, after)) and any(sense == Mark("it") or _asks(sense) for sense in others)
    return leads or any(_asks(sense) for token in after for sense in token.senses)


def _asks(sense: Sense) -> bool:
    if isinstance(sense, Question):
        return sense.wh is Wh.NEAR or (sense.wh in DEFINITE and sense.wh is not Wh.HOW_MANY)
    return isinstance(sense, (Cue, OwnCue, Member, Part))


def _marks(token: Token) -> set[str]:
    return {sense.id for sense in token.senses if isinstance(sense, Mark)}


def _things(token: Token | None) -> set[EntityId]:
    return {sense.entity for sense in token.senses if isinstance(sense, Thing)} if token else set()
