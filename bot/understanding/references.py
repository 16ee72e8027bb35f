"""What points back to things talked about before: 那家酒店, 刚才的景点, 那个博物馆, 酒店电话."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from bot.understanding.normalise import clean
from bot.understanding.senses import Cue, Light, Mark, Member, OwnCue, Part, Question, Sort, Thing, Verb, When
from bot.understanding.view import DEFINITE
from knowledge.model import Wh

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.understanding.candidates import Context
    from bot.understanding.lattice import Token
    from bot.understanding.senses import Sense
    from knowledge.base import Knowledge
    from knowledge.model import EntityId, KindId

    Tokens: TypeAlias = Sequence[Token]

ANY_COUNTER = "个"
"""Counts anything, so it tells no kind."""
POINTERS = frozenset({Mark("that"), Mark("earlier")})
THESE = frozenset("那这该此")
"""Single characters that point where a kind follows at once: 那酒店."""
FAR = 5
"""Tokens that may stand between 刚才 and the kind: 刚才我问的那家酒店."""


class References:
    """Finds the things that an utterance points back to, of one knowledge."""

    def __init__(self, knowledge: Knowledge, nicknames: Mapping[str, tuple[EntityId, ...]]) -> None:
        """Prepare the names by which things may be called again."""
        self._knowledge = knowledge
        self._names = {
            one.id: {clean(name).text for name in (one.name, *one.aliases)} for one in knowledge.entities.values()
        }
        self._nicknames = nicknames

    def resolve(self, tokens: Tokens, context: Context) -> Iterator[Token]:
        """The tokens with the things that they point back to; a name of several things means the one talked about."""
        named = any(isinstance(sense, Thing) for token in tokens for sense in token.senses)
        for place, token in enumerate(tokens):
            things = {sense.entity for sense in token.senses if isinstance(sense, Thing)}
            recent = next((one for one in context.recent if one in things), None) if len(things) > 1 else None
            if recent:
                rest = tuple(sense for sense in token.senses if not isinstance(sense, Thing))
                yield replace(token, senses=(*rest, Thing(recent)))
                continue
            found = () if things else self._meant(tokens, place, context, named=named)
            yield replace(token, senses=(*_kept(token), *map(Thing, found))) if found else token

    def _meant(self, tokens: Tokens, place: int, context: Context, *, named: bool) -> tuple[EntityId, ...]:
        token = tokens[place]
        kinds = [sense.kind for sense in token.senses if isinstance(sense, Sort)]
        if kinds and (_is_pointed_at(tokens, place) or (not named and _is_subject(tokens, place))):
            return self._last_of_each(kinds, context)
        if _is_bare_pointer(tokens, place):
            return self._last_of_each(self._counted_with(token.text[-1]), context)
        called = self._by_nickname(token, context)
        if not called and _is_pointed_at(tokens, place, far=1):
            called = self._by_part(token, context)
        if not called and not named and _is_subject(tokens, place):
            called = self._by_ending(token, context)
        return (called,) if called else ()

    def _counted_with(self, counter: str) -> list[KindId]:
        return [kind.id for kind in self._knowledge.kinds.values() if kind.counter == counter]

    def _last_of_each(self, kinds: list[KindId], context: Context) -> tuple[EntityId, ...]:
        """The thing of each kind that was talked about last: 饭店 may be a restaurant or a hotel."""
        last: dict[KindId, EntityId] = {}
        for one in context.recent:
            last.setdefault(self._knowledge.entities[one].kind, one)
        found = tuple(one for kind, one in last.items() if kind in kinds)
        return found or tuple(one for one in context.listed if self._knowledge.entities[one].kind in kinds)

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


def _is_bare_pointer(tokens: Tokens, place: int) -> bool:
    """那家人均多少: whether 那家 stands for the thing itself, with nothing that it points at behind it."""
    token = tokens[place]
    after = tokens[place + 1 : place + 2]
    small = all(isinstance(sense, (Cue, Question, Light, Mark)) for one in after for sense in one.senses)
    return Mark("that") in token.senses and token.text[-1] != ANY_COUNTER and small and all(one.senses for one in after)


def _is_part(word: str, name: str) -> bool:
    return word in name if len(word) > 1 else _head(name).endswith(word)


def _head(name: str) -> str:
    """A name without what stands in brackets."""
    return name.partition("(")[0]


def _kept(token: Token) -> tuple[Sense, ...]:
    """The senses that stay beside a thing: not that of a time, which 七天 is no longer."""
    return tuple(sense for sense in token.senses if not isinstance(sense, When))


def _is_pointed_at(tokens: Tokens, place: int, *, far: int = FAR) -> bool:
    """Whether 那个 or 刚才 stands at most so many tokens before it, with nothing but small words between."""
    before = [one for one in tokens[max(0, place - far) : place] if one.clause == tokens[place].clause]
    for distance, token in enumerate(reversed(before)):
        if POINTERS & {*token.senses} or (distance == 0 and token.text in THESE):
            return True
        if not _is_small(token):
            return False
    return False


def _is_small(token: Token) -> bool:
    """Whether it neither names nor asks anything."""
    small = all(isinstance(sense, (Light, Mark, Verb)) for sense in token.senses)
    return small and (bool(token.senses) or len(token.text) == 1)


def _is_subject(tokens: Tokens, place: int) -> bool:
    """酒店电话多少: whether a bare kind begins a clause that asks for something of it."""
    clause = tokens[place].clause
    before = [one for one in tokens[:place] if one.clause == clause]
    after = [one for one in tokens[place + 1 :] if one.clause == clause]
    return all(map(_is_small, before)) and any(_asks(sense) for token in after for sense in token.senses)


def _asks(sense: Sense) -> bool:
    if isinstance(sense, Question):
        return sense.wh is Wh.NEAR or (sense.wh in DEFINITE and sense.wh is not Wh.HOW_MANY)
    return isinstance(sense, (Cue, OwnCue, Member, Part))
