"""The one door: every channel asks here, and gets a reply."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue.offers import taken
from bot.dialogue.policy import Policy
from bot.dialogue.turns import Case
from bot.dialogue.wording import Wording
from bot.understanding.context import Context
from bot.understanding.noise import ALL_SLIPS
from bot.understanding.understander import Understander

if TYPE_CHECKING:
    from bot.dialogue.state import DialogueState, Turn
    from bot.understanding.model import Utterance
    from bot.understanding.noise import Slip
    from bot.understanding.tokens import Vocabulary
    from knowledge.base import Knowledge


class Assistant:
    """Answers from one knowledge. Holds no conversation: the state comes in and goes out."""

    def __init__(self, knowledge: Knowledge, vocabulary: Vocabulary, slips: frozenset[Slip] = ALL_SLIPS) -> None:
        """Prepare everything that does not depend on the utterance; `slips` are the misspellings put right."""
        self.knowledge = knowledge
        self.wording = Wording(knowledge)
        self._understander = Understander(knowledge, vocabulary, slips)
        self._policy = Policy(self.wording)

    def respond(self, utterance: Utterance, state: DialogueState) -> Turn:
        """What to say, and what to remember of it."""
        state = state.remembered_at(utterance.now)
        utterance = self._as_meant(utterance, state)
        context = Context(
            focus=state.focus,
            recent=state.recent,
            mentioned=state.mentioned,
            rows=state.rows,
            attributes=state.attributes,
        )
        interpretation = self._understander.interpret(utterance, context)
        return self._policy.decide(Case(interpretation=interpretation, state=state, now=utterance.now))

    def _as_meant(self, utterance: Utterance, state: DialogueState) -> Utterance:
        """对, after we asked whether a question was meant, is that question."""
        if not state.offered:
            return utterance
        question = taken(self._understander.interpret(utterance, Context()), state.offered)
        return replace(utterance, text=question) if question else utterance
