"""What an attribute of a folder takes over from the language: the forms of the one that it stands for.

A folder that calls its own attribute 电话 need not write down again all the ways to ask for it.
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
    """All attributes that are in play, the declared ones with what they borrow.

    `used` holds those of which there is a fact. A general attribute that has facts of its own lends nothing; a dormant
    one that has none is not in play.
    """
    general, own = tuple(general), {one.id: one for one in declared}
    lenders = {one: wordings_of(one) for one in general if one.id in own or one.id not in used}
    awake = {one.id: one for one in general if one.id in used or not one.dormant}
    return awake | {one.id: _with_forms_of(one, lenders) for one in own.values()}


def wordings_of(attribute: Attribute) -> frozenset[str]:
    """Every wording by which an attribute is asked for."""
    return frozenset((attribute.name, *(one for form in attribute.asks for one in expand_form(form))))


def _with_forms_of(one: Attribute, lenders: dict[Attribute, frozenset[str]]) -> Attribute:
    """The attribute with the forms of those that it stands for: one of the two has the other's name as a form."""
    wordings = wordings_of(one)
    alike = [other for other, known in lenders.items() if one.name in known or other.name in wordings]
    for other in alike:
        one = replace(
            one,
            asks=tuple(dict.fromkeys((*one.asks, other.name, *other.asks))),
            verbs=tuple(dict.fromkeys((*one.verbs, *other.verbs))),
            answers=other.answers if other.answers is Wh.NEAR else one.answers,
        )
    return one
