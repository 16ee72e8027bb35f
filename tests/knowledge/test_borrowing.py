"""What a festival's own attributes take over from the language."""

from __future__ import annotations

from knowledge.borrowing import with_borrowed_forms
from knowledge.model import Attribute, ValueKind, Wh

CONTACT = Attribute(id="contact", name="联系方式", value=ValueKind.TEXT, asks=("电话[号码]", "热线"), verbs=("联系",))
NEAR = Attribute(id="near", name="周边餐馆", value=ValueKind.RELATION, verbs=("吃",), answers=Wh.NEAR, dormant=True)


def test_attribute_called_by_a_form_takes_over_the_others() -> None:
    phone = Attribute(id="phone", name="电话", value=ValueKind.TEXT)
    found = with_borrowed_forms([CONTACT], [phone], {"phone"})["phone"]
    assert (set(found.asks), found.verbs) == ({"电话号码", "热线", "联系方式"}, ("联系",))


def test_attribute_in_use_lends_nothing() -> None:
    phone = Attribute(id="phone", name="电话", value=ValueKind.TEXT)
    assert with_borrowed_forms([CONTACT], [phone], {"phone", "contact"})["phone"] == phone


def test_form_of_another_attribute_of_the_same_kinds_is_not_lent() -> None:
    phone = Attribute(id="phone", name="电话", value=ValueKind.TEXT, kinds=("hotel",))
    hotline = Attribute(id="hotline", name="热线", value=ValueKind.TEXT, kinds=("hotel",))
    found = with_borrowed_forms([CONTACT], [phone, hotline], {"phone", "hotline"})
    assert "热线" not in found["phone"].asks


def test_dormant_attribute_is_in_play_only_where_it_is_used_or_borrowed_from() -> None:
    around = Attribute(id="around", name="周边餐馆", value=ValueKind.LIST)
    assert set(with_borrowed_forms([NEAR], [], set())) == set()
    assert set(with_borrowed_forms([NEAR], [], {"near"})) == {"near"}
    found = with_borrowed_forms([NEAR], [around], {"around"})
    assert (set(found), found["around"].answers, found["around"].verbs) == ({"around"}, Wh.NEAR, ("吃",))
