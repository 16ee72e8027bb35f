"""What only leads up to a question: 我开车来, 下了火车 and 放下行李 ask for nothing where another clause asks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.understanding.senses import Cue, Light, Mark, Member, Verb
from bot.understanding.view import DEFINITE, view_token
from knowledge.model import Wh

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.understanding.senses import Sense
    from bot.understanding.view import View
    from knowledge.base import Knowledge

YES_NO = Mark("yes-no")


class Asides:
    """Tells them from what is asked, of one knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Note what is published of anything; nothing is changed afterwards."""
        self._published = {one for entity in knowledge.entities.values() for one in entity.facts}
        self._near = {one.id for one in knowledge.attributes.values() if one.answers is Wh.NEAR}

    def quieten(self, views: tuple[View, ...]) -> tuple[View, ...]:
        """The views, those of asides without what would ask for something, where a clause asks for what is known."""
        asking = {view.token.clause for view in views if _asks(view)}
        telling = {view.token.clause for view in views if asking and view.cues & self._published}
        is_near = any(view.wh is Wh.NEAR for view in views)
        heard = [view for view in views if view.token.clause in asking | telling]
        if not any(self._is_topic(view, is_near=is_near) for view in heard) and not _asks_of_a_thing(heard):
            return views
        last = heard[-1].token.clause
        return tuple(view if view in heard else self._quiet(view, last, is_near=is_near) for view in views)

    def _is_topic(self, view: View, *, is_near: bool) -> bool:
        """Whether something known is asked for."""
        near = is_near and view.verbs & self._near
        return bool(view.cues & self._published or view.own or view.parts or view.members or near)

    def _quiet(self, view: View, last: int, *, is_near: bool) -> View:
        """The view without words of what things may have, kinds of what is near, and forms of what nobody has.

        These stay behind the `last` clause that asks: 给我名单 wants something more.
        """
        leads = view.token.clause < last
        kept = tuple(one for one in view.token.senses if not self._is_idle(one, leads=leads, is_near=is_near))
        if len(kept) == len(view.token.senses):
            return view
        return view_token(replace(view.token, senses=kept or (Light(),)))

    def _is_idle(self, sense: Sense, *, leads: bool, is_near: bool) -> bool:
        if isinstance(sense, Cue):
            return leads and sense.attribute not in self._published
        return isinstance(sense, Member) or (is_near and isinstance(sense, Verb) and sense.attribute in self._near)


def with_closing_denials(views: tuple[View, ...]) -> tuple[View, ...]:
    """有电梯没有, 要门票不: a 没有 that ends a clause makes it a yes/no question."""
    return tuple(
        _asking(view) if place and _closes(view, views[place + 1 :]) else view for place, view in enumerate(views)
    )


def _closes(view: View, after: Iterable[View]) -> bool:
    """Whether a denial is the last of its clause, but for a breath."""
    rest = (other for other in after if other.token.clause == view.token.clause)
    return "not" in view.marks and all("breath" in other.marks for other in rest)


def _asking(view: View) -> View:
    senses = (*(one for one in view.token.senses if one != Mark("not")), YES_NO)
    return view_token(replace(view.token, senses=senses))


def _asks_of_a_thing(heard: Iterable[View]) -> bool:
    """它在哪: a question word that tells alone what is asked, in the clause of a thing."""
    named = {view.token.clause for view in heard if view.things}
    return any(view.wh in DEFINITE and view.token.clause in named for view in heard)


def _asks(view: View) -> bool:
    """Whether it makes its clause a question; what one has heard does not."""
    whs = {view.wh, view.holds} - {None, Wh.NEAR}
    return bool(whs) or ("yes-no" in view.marks and "hearsay" not in view.marks)
