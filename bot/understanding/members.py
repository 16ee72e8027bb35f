"""Words for what things of an attribute may have: 停车 and 游泳池 of what hotels offer.

Where the same elements recur from thing to thing, a word of them asks for the attribute, whether a thing has it or not.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot.understanding.normalise import clean
from bot.understanding.senses import Member
from knowledge.forms import expand_form
from knowledge.model import Listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.understanding.tokens import Vocabulary
    from knowledge.base import Knowledge
    from knowledge.model import Attribute, AttributeId, EntityId

RECURRING = 2
"""Things that have the same element, on average, from which the elements of an attribute are a fixed stock."""
MOST_ELEMENTS = 4
"""Elements that may share a word; one in more of them (服务) tells none."""


def find_member_words(knowledge: Knowledge, vocabulary: Vocabulary) -> Iterator[tuple[str, Member]]:
    """Each word of a fixed stock of elements, or for what may be in it, as what it means."""
    for attribute, elements in _stocks(knowledge).items():
        words: dict[str, set[str]] = defaultdict(set)
        for element in elements:
            for word in (element, *vocabulary.cut_for_search(element, HMM=False)):
                words[word].add(element)
        telling = [word for word, found in words.items() if len(word) > 1 and len(found) <= MOST_ELEMENTS]
        forms = _forms_of(knowledge.attributes[attribute])
        yield from ((word, Member(attribute, frozenset({word}))) for word in telling if word not in forms)
        yield from ((wording, Member(attribute, words)) for wording, words in forms.items())


def _forms_of(attribute: Attribute) -> dict[str, frozenset[str]]:
    """Each other wording for an element, with the words of which the element has one."""
    return {
        clean(wording).text: frozenset(clean(word).text for word in member.words)
        for member in attribute.members
        for form in (*member.words, *member.forms)
        for wording in expand_form(form)
    }


def _stocks(knowledge: Knowledge) -> dict[AttributeId, set[str]]:
    """The names of the elements of each attribute in which they recur; names of things are no such words."""
    things = {clean(name).text for one in knowledge.entities.values() for name in (one.name, *one.aliases)}
    holders: dict[AttributeId, dict[str, set[EntityId]]] = defaultdict(lambda: defaultdict(set))
    for entity in knowledge.entities.values():
        for fact in entity.facts.values():
            for element in fact.value.elements if isinstance(fact.value, Listing) else ():
                for name in (element.name, *element.aliases):
                    holders[fact.attribute][clean(name).text].add(entity.id)
    return {
        attribute: elements.keys() - things
        for attribute, elements in holders.items()
        if sum(map(len, elements.values())) >= RECURRING * len(elements)
    }
