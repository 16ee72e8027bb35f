"""Tables of cases of which a few fail today, each with the reason in its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from _pytest.mark import ParameterSet


def passing(cases: Mapping[str, tuple[Any, ...]], bugs: Collection[str]) -> list[ParameterSet]:
    """The cases that must pass, by name; a bug without a case is refused."""
    if strangers := set(bugs) - set(cases):
        raise ValueError(f"no such cases: {sorted(strangers)}")
    return [pytest.param(*values, id=name) for name, values in cases.items() if name not in bugs]


def fixed(cases: Mapping[str, tuple[Any, ...]], bugs: Collection[str], is_right: Callable[..., bool]) -> list[str]:
    """The bugs that are none any more: take them out of the list."""
    return [name for name in bugs if is_right(*cases[name])]
