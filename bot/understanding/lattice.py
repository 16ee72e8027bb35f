"""The cheapest way to cover an utterance with words that mean something.

Every layer (names, forms of questions, times, numbers, ordinary words) adds edges to one lattice; the cheapest path
through it is the reading of the characters. An ordinary word costs its negative log probability, as in jieba; a wording
that the knowledge knows costs as much as a very common word, so that it wins wherever it fits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.understanding.normalise import STOPS
from bot.understanding.numerals import find_numerals
from bot.understanding.senses import Cue, Event, FactHint, Hint, Holds, Light, Mark, OwnCue, Question, Step, Thing, When
from bot.understanding.tokens import NAME, NOUN, PLACE, VERB

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.understanding.gazetteer import Gazetteer
    from bot.understanding.model import Span, TimeMention
    from bot.understanding.noise import NoisyEdge
    from bot.understanding.normalise import Cleaned
    from bot.understanding.senses import Sense
    from bot.understanding.tokens import Vocabulary

KNOWN_COST = 3.0
SMALL_COST = 5.0
"""Of a light word, and of a known wording of one character: no better than a common word of jieba's."""
TIME_COST = 2.5
LONG_NAME, NAME_COST = 4, 7.5
"""Characters from which an ordinary name wins over smaller words that mean something, by costing no more than this."""
STRANDED_COST = 4.0
"""On top for a single character, so that a form does not win that cuts a word apart: 主题|曲."""
STRANGE_COST = 14.0
"""Of a character that begins no known word; a Latin word costs one more for each letter."""
# t-shirt, k3s, tr211, c++; 20.5%
LATIN = re.compile(r"[a-z]+(?:['-][a-z]+|[0-9]+[a-z0-9]*|\+\+|#)*|[0-9]+(?:\.[0-9]+)?%?")
LETTERS = re.compile(r"[a-z]+")
# 开幕第二天, 开幕后, 开幕前一天
OTHER_DAY = re.compile("[第前后]")
NAMING = (Thing, Cue, OwnCue)
ASKING = (Cue, OwnCue, Question, Holds)
LISTS = "、"
GOING_ON, BREATH, TURNS_TO = Mark("next"), Mark("breath"), Mark("asking")
CLAUSE_ENDS = frozenset(STOPS) - {"、", ":", "(", ")", "~"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A stretch of the cleaned text with what it can mean."""

    span: Span
    text: str
    senses: tuple[Sense, ...]
    weight: float
    """What a reading loses that leaves it unexplained, where its senses do not say otherwise."""
    clause: int
    """Number of the clause that it stands in, from 0."""
    is_strange: bool = False
    """Whether it is no ordinary word: a single character, a run of them, Latin letters."""
    is_place: bool = False
    """Whether it is an ordinary place name."""
    meant: str = ""
    """The wording that it is a misspelling of, if it is one of a single wording."""


@dataclass(frozen=True, slots=True)
class _Edge:
    end: int
    cost: float
    senses: tuple[Sense, ...] = ()
    meant: str = ""


def segment(
    cleaned: Cleaned,
    gazetteer: Gazetteer,
    vocabulary: Vocabulary,
    times: Sequence[TimeMention],
    noisy: Iterable[NoisyEdge] = (),
) -> tuple[Token, ...]:
    """Cover the cleaned text; punctuation is left out and separates clauses.

    So do the words by which people draw breath (啊, 嘛), those that turn to the question (就想问一下), and what goes on
    after something was asked: 还有, 然后, or a pause that was typed as a space or an emoji.
    """
    text = cleaned.text
    extra = _given_edges(text, times, gazetteer)
    for misspelt in noisy:
        cost = KNOWN_COST + misspelt.penalty - 0.01 * (misspelt.end - misspelt.start)
        extra.setdefault(misspelt.start, []).append(_Edge(misspelt.end, cost, misspelt.senses, misspelt.meant))
    path = _cheapest_path(text, [_edges(text, at, gazetteer, vocabulary, extra) for at in range(len(text))])
    tokens: list[Token] = []
    asked: list[Sense] = []
    clause, breath = 0, False
    for start, edge in path:
        word = text[start : edge.end]
        goes_on = bool(asked) and (GOING_ON in edge.senses or cleaned.pauses_before(start))
        goes_on = goes_on or (bool(tokens) and TURNS_TO in edge.senses)
        if word in CLAUSE_ENDS or goes_on or (breath and BREATH not in edge.senses) or _lists_questions(word, asked):
            clause, asked = clause + 1, []
        breath = BREATH in edge.senses
        if word.strip() and word not in STOPS:
            asked += [sense for sense in edge.senses if isinstance(sense, ASKING)]
            tokens.append(_token(start, edge, word, clause, vocabulary))
    return tuple(_joined(tokens))


def _lists_questions(word: str, asked: list[Sense]) -> bool:
    """哪天开的、谁主持: a 、 behind a question word; in 时间、地点 it joins what is asked together."""
    return word == LISTS and any(isinstance(sense, (Question, Holds)) for sense in asked)


def _things_of_the_day(text: str, time: TimeMention, gazetteer: Gazetteer) -> Iterator[Hint]:
    """The thing that 开幕那天 speaks of; 开幕第二天 is about another day."""
    start, end = time.span
    for stop, senses in gazetteer.matches(text, start):
        if stop < end and not OTHER_DAY.search(text, stop, end):
            yield from (Hint(sense.entity) for sense in senses if isinstance(sense, Thing))


def _given_edges(text: str, times: Sequence[TimeMention], gazetteer: Gazetteer) -> dict[int, list[_Edge]]:
    """Edges that other grammars found: times, numerals."""
    extra: dict[int, list[_Edge]] = {}
    for time in times:
        senses: tuple[Sense, ...] = (When(time), *_things_of_the_day(text, time, gazetteer))
        extra.setdefault(time.span[0], []).append(_Edge(time.span[1], TIME_COST, senses))
    for (start, end), sense in find_numerals(text):
        extra.setdefault(start, []).append(_Edge(end, KNOWN_COST, (sense,)))
    return extra


def _edges(
    text: str, at: int, gazetteer: Gazetteer, vocabulary: Vocabulary, extra: dict[int, list[_Edge]]
) -> list[_Edge]:
    """All edges that start here; at least one."""
    if text[at] == " ":
        return [_Edge(at + 1, 0.0)]
    if text[at].isascii() and text[at].isalnum():
        whole = LATIN.match(text, at)
        letters = LETTERS.match(text, at)
        plain = {match.end(): STRANGE_COST + match.end() - at for match in (whole, letters) if match}
    else:
        words = vocabulary.words_at(text, at)
        plain = {end: cost if end > at + 1 else cost + STRANDED_COST for end, cost in words}
        for end in plain:
            # 重庆大学 is a name, and no 大学 in Chongqing
            if end - at >= LONG_NAME and vocabulary.weight(text[at:end]) >= PLACE:
                plain[end] = min(plain[end], NAME_COST)
    given = extra.get(at, [])
    edges = []
    for end, senses in gazetteer.matches(text, at):
        edges.append(_Edge(end, min(_known_cost(end - at, senses), plain.pop(end, STRANGE_COST)), senses))
    edges += [_Edge(end, cost) for end, cost in plain.items()]
    edges += [_merged(one, edges) for one in given]
    return edges or [_Edge(at + 1, STRANGE_COST)]


def _merged(given: _Edge, known: list[_Edge]) -> _Edge:
    """What another grammar found, with what the same characters name or ask for: 第二届, 48小时.

    下一项 is a step, and where there is nothing to step in, what is next by the clock.
    """
    same = [edge for edge in known if edge.end == given.end]
    kept = (*NAMING, Mark) if any(isinstance(sense, Step) for sense in given.senses) else NAMING
    senses = tuple(sense for edge in same for sense in edge.senses if isinstance(sense, kept))
    if not senses or given.meant:
        return given
    # a little cheaper than either, so that it wins over both
    cost = min(edge.cost for edge in (*same, given)) - 0.01
    return replace(given, senses=(*senses, *given.senses), cost=cost)


def _known_cost(length: int, senses: tuple[Sense, ...]) -> float:
    if length == 1 or all(isinstance(sense, Light) for sense in senses):
        return SMALL_COST
    # Of two ways to cut into known wordings, the one with the longer name wins.
    return KNOWN_COST - (0.1 + 0.02 * length if any(isinstance(sense, Thing) for sense in senses) else 0.01 * length)


def _cheapest_path(text: str, edges: list[list[_Edge]]) -> Iterator[tuple[int, _Edge]]:
    """The path of least cost from start to end, by dynamic programming from the right."""
    best: list[tuple[float, _Edge | None]] = [(0.0, None)] * (len(text) + 1)
    for at in range(len(text) - 1, -1, -1):
        best[at] = min(((edge.cost + best[edge.end][0], edge) for edge in edges[at]), key=lambda pair: pair[0])
    at = 0
    while (edge := best[at][1]) is not None:
        yield at, edge
        at = edge.end


def _token(start: int, edge: _Edge, word: str, clause: int, vocabulary: Vocabulary) -> Token:
    # an event that nothing here is called by is a stranger's name
    is_event = edge.senses == (Event(),)
    senses = () if is_event else edge.senses
    weight = NOUN if is_event else 0.0 if senses else vocabulary.weight(word)
    return Token(
        span=(start, edge.end),
        text=word,
        senses=senses,
        weight=weight,
        clause=clause,
        is_strange=len(word) == 1 or not vocabulary.is_word(word),
        is_place=all(isinstance(sense, FactHint) for sense in edge.senses) and vocabulary.is_place(word),
        meant=edge.meant,
    )


def _joined(tokens: list[Token]) -> Iterator[Token]:
    """Single characters without a sense that stand together are one unknown word, such as a name."""
    run: list[Token] = []
    for token in [*tokens, None]:
        if token and not token.senses and len(token.text) == 1 and (not run or run[-1].span[1] == token.span[0]):
            run.append(token)
            continue
        if run:
            yield _join(run)
            run = []
        if token:
            yield token


def _join(run: list[Token]) -> Token:
    if len(run) == 1:
        return run[0]
    return Token(
        span=(run[0].span[0], run[-1].span[1]),
        text="".join(token.text for token in run),
        senses=(),
        weight=_run_weight(run),
        is_strange=True,
        clause=run[0].clause,
    )


def _run_weight(run: list[Token]) -> float:
    """Verbs and small words that stand together (记错) mean little; anything else may be a name."""
    heaviest = max(token.weight for token in run)
    return heaviest if heaviest <= VERB else min(sum(token.weight for token in run), NAME)
