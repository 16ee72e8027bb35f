"""Forms: short notations for many wordings. `(a|b)` chooses, `[a]` or `(a)?` may be missing."""

from __future__ import annotations

from functools import cache

from knowledge.errors import YingbanError

MAX_WORDINGS = 400
CLOSERS = {"(": ")", "[": "]"}


class FormError(YingbanError):
    """Raised for a form with unbalanced brackets, or one that stands for more than MAX_WORDINGS wordings."""


@cache
def expand_form(form: str) -> tuple[str, ...]:
    """All wordings of a form, each once, in the order of its choices."""
    wordings, end = _sequence(form, 0, ")]")
    if end != len(form):
        raise FormError(f"{form}：括号不成对")
    return tuple(dict.fromkeys(wording for wording in wordings if wording))


def _sequence(form: str, at: int, stops: str) -> tuple[list[str], int]:
    """Wordings from `at` up to one of the stops (or the end), and where that is."""
    wordings = [""]
    while at < len(form) and form[at] not in stops:
        options, at = _group(form, at) if form[at] in CLOSERS else ([form[at]], at + 1)
        if at < len(form) and form[at] == "?":
            options, at = ["", *options], at + 1
        wordings = [head + tail for head in wordings for tail in options]
        if len(wordings) > MAX_WORDINGS:
            raise FormError(f"{form}：写法太多（超过{MAX_WORDINGS}种），请拆成几条")
    return wordings, at


def _group(form: str, at: int) -> tuple[list[str], int]:
    """Options of the bracket that opens at `at`, and the position behind it."""
    closer = CLOSERS[form[at]]
    options = [""] if form[at] == "[" else []
    while at < len(form) and form[at] != closer:
        choice, at = _sequence(form, at + 1, "|" + closer)
        options += choice
    if at == len(form):
        raise FormError(f"{form}：括号不成对")
    return options, at + 1
