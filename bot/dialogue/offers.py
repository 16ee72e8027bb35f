"""What is taken of the questions that we offered: 对, 第二个."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.understanding.understander import Interpretation

ASSENT = "assent"
"""The politeness by which one agrees."""


def taken(interpretation: Interpretation, offered: Sequence[str]) -> str | None:
    """The question that an utterance, read by itself, chooses; None where it says something of its own."""
    if interpretation.talk == ASSENT:
        return offered[0]
    views = interpretation.views
    if len(interpretation.places) != 1 or any(view.asks or view.things or view.content > 0 for view in views):
        return None
    place = interpretation.places[0].place
    at = place - 1 if place > 0 else len(offered) + place
    return offered[at] if 0 <= at < len(offered) else None
