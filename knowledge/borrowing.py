"""What an attribute takes over from the language's attribute that it stands for: the ways to ask for it.

A folder that calls an attribute of its own 电话 need not write down again all the ways to ask for one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.forms import expand_form
from knowledge.model import Wh

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.model import Attribute, AttributeId


def with_borrowed_forms(
    general: Iterable[Attribute], declared: Iterable[Attribute], used: set[AttributeId]
) -> dict[AttributeId, Attribute]:
    """All attributes that are in play, those that a festival declares or uses with what they borrow.

    A general attribute that is in use lends nothing; a dormant one that is not is out of play.
    """
    general, own = tuple(general), {one.id: one for one in declared}
    lenders = {one: wordings_of(one) for one in general if one.id in own or one.id not in used}
    idle = {one.id: one for one in general if one.id not in used and not one.dormant}
    live = {one.id: one for one in general if one.id in used} | own
    return idle | {one.id: _with_forms_of(one, lenders, live.values()) for one in live.values()}


def wordings_of(attribute: Attribute) -> frozenset[str]:
    """Every wording by which an attribute is asked for."""
    return frozenset((attribute.name, *(one for form in attribute.asks for one in expand_form(form))))


def _with_forms_of(one: Attribute, lenders: dict[Attribute, frozenset[str]], others: Iterable[Attribute]) -> Attribute:
    """The attribute with the wordings of those that it stands for: one of the two has the other's name as a wording.

    What belongs to another attribute that may be asked of the same things is not borrowed, nor anything from a lender
    that bears another one's name: 价格 is a way to ask for 人均消费, not the other way round.
    """
    own = wordings_of(one)
    named = {other.name for other in others} - {one.name}
    alike = [other for other, wordings in lenders.items() if one.name in wordings or other.name in own]
    alike = [other for other in alike if other.name not in named]
    if not alike:
        return one
    taken = frozenset().union(*(wordings_of(other) for other in others if _meets(one, other)))
    lent = {wording: None for other in alike for wording in sorted(lenders[other] - taken)}
    is_near = any(other.answers is Wh.NEAR for other in alike)
    return replace(
        one,
        asks=(*one.asks, *(wording for wording in lent if wording not in own)),
        verbs=tuple(dict.fromkeys((*one.verbs, *(verb for other in alike for verb in other.verbs)))),
        members=(*one.members, *(member for other in alike for member in other.members)),
        answers=Wh.NEAR if is_near else one.answers,
    )


def _meets(one: Attribute, other: Attribute) -> bool:
    """Whether another attribute may be asked of the same kinds."""
    return one.id != other.id and (not one.kinds or not other.kinds or bool({*one.kinds} & {*other.kinds}))
