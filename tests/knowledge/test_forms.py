"""Forms and the wordings that they stand for."""

from __future__ import annotations

import pytest

from knowledge.forms import MAX_WORDINGS, FormError, expand_form

WORDINGS = {
    "停车": ("停车",),
    "(几|多少)人": ("几人", "多少人"),
    "地铁[站]": ("地铁", "地铁站"),
    "地铁(站)?": ("地铁", "地铁站"),
    "[早|晚]饭": ("饭", "早饭", "晚饭"),
    "(早|晚)?饭": ("饭", "早饭", "晚饭"),
    "总?投资": ("投资", "总投资"),
    "((一|二)等|头)奖": ("一等奖", "二等奖", "头奖"),
    "[[很]远]吗": ("吗", "远吗", "很远吗"),
    "(票|票)价": ("票价",),
    "[甲][乙]": ("乙", "甲", "甲乙"),
    "[甲]": ("甲",),
    "(甲|)": ("甲",),
    "": (),
    "()": (),
    "甲|乙": ("甲|乙",),
}


@pytest.mark.parametrize(("form", "wordings"), WORDINGS.items(), ids=WORDINGS)
def test_form_stands_for_its_wordings(form: str, wordings: tuple[str, ...]) -> None:
    assert expand_form(form) == wordings


@pytest.mark.parametrize("form", ["(甲", "甲)", "[甲", "甲]", "(甲]", "[甲)", "(甲|乙", "((甲)", "甲(", "]甲["])
def test_form_with_unbalanced_brackets_is_refused(form: str) -> None:
    with pytest.raises(FormError) as raised:
        expand_form(form)
    assert str(raised.value) == f"{form}：括号不成对"


def test_form_may_stand_for_as_many_wordings_as_the_limit() -> None:
    most = "(" + "|".join(str(number) for number in range(MAX_WORDINGS)) + ")路"
    assert len(expand_form(most)) == MAX_WORDINGS


def test_form_that_stands_for_too_many_wordings_is_refused() -> None:
    form = "[甲][乙][丙][丁][戊][己][庚][辛][壬]"
    with pytest.raises(FormError) as raised:
        expand_form(form)
    assert str(raised.value) == f"{form}：写法太多（超过{MAX_WORDINGS}种），请拆成几条"
