"""The one door: every channel asks here, and gets a reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogue.policy import Policy
from bot.dialogue.turns import Case
from bot.dialogue.wording import Wording
from bot.understanding.candidates import Context
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
        listed = state.listed.things if state.listed else ()
        context = Context(focus=state.focus, recent=state.recent, listed=listed, attributes=state.attributes)
        interpretation = self._understander.interpret(utterance, context)
        return self._policy.decide(Case(interpretation=interpretation, state=state, now=utterance.now))
