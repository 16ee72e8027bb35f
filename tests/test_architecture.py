"""Who may import whom, and the other rules of the code that a reader of the source can enforce."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REPOSITORY = Path(__file__).parent.parent

OURS = ("main", "bot", "knowledge", "handlers", "tests")

LAYERS = {
    "knowledge": (),
    "bot.errors": ("knowledge",),
    "bot.setting_values": (),
    "bot.config": ("bot.errors", "bot.setting_values"),
    "bot.understanding": ("knowledge", "bot.errors"),
    "bot.dialogue": ("knowledge", "bot.errors", "bot.understanding"),
    "bot.assistant": ("knowledge", "bot.errors", "bot.understanding", "bot.dialogue"),
    "bot.outreach": ("knowledge", "bot.errors"),
    # a state has rows in it, which it keeps
    "bot.store": (
        "knowledge",
        "bot.errors",
        "bot.config",
        "bot.understanding.context",
        "bot.dialogue",
        "bot.outreach",
    ),
    "bot.sender": ("knowledge", "bot.errors", "bot.config", "bot.dialogue", "bot.outreach", "bot.store"),
    "bot.scheduler": (
        "knowledge",
        "bot.errors",
        "bot.config",
        "bot.dialogue",
        "bot.outreach",
        "bot.store",
        "bot.sender",
    ),
    "handlers": ("knowledge", "bot"),
    "main": ("knowledge", "bot", "handlers"),
    "tests": ("main", "bot", "knowledge", "handlers"),
}
"""What each part of the program may import; itself it always may. A part that is not here is a violation."""

HOMES = {
    "jieba": "bot/understanding/tokens.py",
    "pypinyin": "bot/understanding/",
    "opencc": "bot/understanding/",
    "apscheduler": "bot/scheduler.py",
    "sqlalchemy": "bot/store/",
    "alembic": "bot/store/",
    "aiosqlite": "bot/store/",
    "psycopg": "bot/store/",
    "telegram": "handlers/telegram/",
}
"""The one place, a file or a folder, that may import a package of others."""

NAMELESS = {"utils", "util", "common", "helpers", "helper", "misc", "const", "consts", "constants"}
LONGEST_FUNCTION = 50
CLOCKS = {"datetime.now", "datetime.today", "datetime.utcnow", "date.today", "time.time"}
HAS_CLOCK = "main.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A Python file of ours."""

    path: str
    """From the root of the tree, with slashes."""
    module: str
    """Dotted name under which it is imported."""
    lines: tuple[str, ...]
    """The text, for comments."""
    tree: ast.Module
    """The text, parsed."""


def read_sources(root: Path) -> Iterator[Source]:
    """Give every Python file of ours, in the order of their paths."""
    files = [path for top in OURS for path in (root / f"{top}.py", *(root / top).rglob("*.py")) if path.is_file()]
    for file in sorted(files):
        path = file.relative_to(root)
        parts = path.with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = file.read_text(encoding="utf-8")
        yield Source(path=path.as_posix(), module=module, lines=tuple(text.splitlines()), tree=ast.parse(text))


def list_imports(source: Source) -> Iterator[tuple[int, str]]:
    """Give line and dotted name of everything imported, `from a import b` as `a.b`, relative names resolved."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = resolve_base(source, node)
            yield from ((node.lineno, f"{base}.{each.name}") for each in node.names)


def resolve_base(source: Source, node: ast.ImportFrom) -> str:
    """Give the dotted name that `from` names."""
    if not node.level:
        return node.module or ""
    package = source.module if source.path.endswith("__init__.py") else source.module.rpartition(".")[0]
    parts = package.split(".")[: len(package.split(".")) - node.level + 1]
    return ".".join([*parts, node.module] if node.module else parts)


def is_within(name: str, part: str) -> bool:
    """Whether a dotted name is that part of the program or lies in it."""
    return name == part or name.startswith(f"{part}.")


def part_of(name: str) -> str | None:
    """Give the part of the program in which a dotted name lies, or None."""
    return max((part for part in LAYERS if is_within(name, part)), key=len, default=None)


def find_wrong_directions(source: Source) -> Iterator[str]:
    """Demand that imports point from the outside to the inside."""
    here = part_of(source.module)
    if here is None and source.module != "bot":
        yield f"{source.path}: {source.module} is in no layer"
    for line, name in list_imports(source):
        if name.split(".")[0] not in OURS:
            continue
        allowed = (*LAYERS[here], here) if here else ()
        if not any(is_within(name, part) for part in allowed):
            yield f"{source.path}:{line}: {here or source.module} imports {name}"


def find_meeting_channels(source: Source) -> Iterator[str]:
    """Demand that no channel imports another one."""
    if not source.module.startswith("handlers."):
        return
    channel = source.module.split(".")[1]
    for line, name in list_imports(source):
        if name.startswith("handlers.") and name.split(".")[1] != channel:
            yield f"{source.path}:{line}: channel {channel} imports {name}"


def find_strays(source: Source) -> Iterator[str]:
    """Demand that a package of others is imported in its home and nowhere else."""
    for line, name in list_imports(source):
        package = name.split(".")[0]
        home = HOMES.get(package)
        in_home = home and (source.path.startswith(home) if home.endswith("/") else source.path == home)
        if home and not in_home and not source.path.startswith("tests/"):
            yield f"{source.path}:{line}: {package} belongs to {home}"


def find_nameless(source: Source) -> Iterator[str]:
    """Demand that a file is called after a concept."""
    if NAMELESS & set(source.module.split(".")):
        yield f"{source.path}: name the concept"


def find_long_functions(source: Source) -> Iterator[str]:
    """Demand that a function fits on a page."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            count = (node.end_lineno or node.lineno) - node.lineno + 1
            if count > LONGEST_FUNCTION:
                yield f"{source.path}:{node.lineno}: {node.name} has {count} lines"


def find_clocks(source: Source) -> Iterator[str]:
    """Demand that only main.py asks the clock; tests may measure."""
    if source.path == HAS_CLOCK or source.path.startswith("tests/"):
        return
    for node in ast.walk(source.tree):
        asked = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
        if any(f".{asked}".endswith(f".{clock}") for clock in CLOCKS):
            yield f"{source.path}:{node.lineno}: {asked} asks the clock"


def find_late_imports(source: Source) -> Iterator[str]:
    """Demand that an import inside a function has its reason in a comment beside it or above it."""
    functions = [node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    late = {
        node.lineno for each in functions for node in ast.walk(each) if isinstance(node, ast.Import | ast.ImportFrom)
    }
    for line in sorted(late):
        beside, above = source.lines[line - 1], source.lines[line - 2].strip()
        has_reason = re.search(r"#\s*(?!noqa|type:)\S", beside) or above.startswith("#")
        if not has_reason:
            yield f"{source.path}:{line}: an import inside a function without its reason"


RULES = (
    find_wrong_directions,
    find_meeting_channels,
    find_strays,
    find_nameless,
    find_long_functions,
    find_clocks,
    find_late_imports,
)


@pytest.mark.parametrize("rule", RULES)
def test_code_keeps_the_rule(rule: Callable[[Source], Iterator[str]]) -> None:
    assert [violation for source in read_sources(REPOSITORY) for violation in rule(source)] == []


MADE_UP = {
    "knowledge/model.py": ("import bot.config\n", "knowledge/model.py:1: knowledge imports bot.config"),
    "knowledge/base.py": ("from bot import config\n", "knowledge/base.py:1: knowledge imports bot.config"),
    "knowledge/loading.py": ("from knowledge.model import Kind\n", None),
    "bot/gossip.py": ("", "bot/gossip.py: bot.gossip is in no layer"),
    "bot/__init__.py": ("from bot import config\n", "bot/__init__.py:1: bot imports bot.config"),
    "bot/assistant.py": ("from bot.dialogue.policy import decide\nfrom knowledge import base\n", None),
    "bot/understanding/model.py": (
        "from ..dialogue import state\n",
        "bot/understanding/model.py:1: bot.understanding imports bot.dialogue.state",
    ),
    "bot/understanding/__init__.py": (
        "from ..outreach import model\n",
        "bot/understanding/__init__.py:1: bot.understanding imports bot.outreach.model",
    ),
    "bot/understanding/tokens.py": ("from . import model\nimport jieba\nimport pypinyin\n", None),
    "bot/understanding/timex.py": (
        "import jieba.posseg\n",
        "bot/understanding/timex.py:1: jieba belongs to bot/understanding/tokens.py",
    ),
    "bot/outreach/planning.py": (
        "from bot.understanding import model\n",
        "bot/outreach/planning.py:1: bot.outreach imports bot.understanding.model",
    ),
    "bot/dialogue/policy.py": (
        "from opencc import OpenCC\n",
        "bot/dialogue/policy.py:1: opencc belongs to bot/understanding/",
    ),
    "bot/dialogue/state.py": (
        "from bot.store import chats\n",
        "bot/dialogue/state.py:1: bot.dialogue imports bot.store.chats",
    ),
    "bot/store/tables.py": ("from sqlalchemy import orm\nfrom bot.outreach import model\n", None),
    "bot/store/codec.py": ("from bot.understanding.context import Row\n", None),
    "bot/store/inbox.py": (
        "import alembic\nfrom bot.understanding.tokens import Vocabulary\n",
        "bot/store/inbox.py:2: bot.store imports bot.understanding.tokens.Vocabulary",
    ),
    "bot/sender.py": ("import sqlalchemy\n", "bot/sender.py:1: sqlalchemy belongs to bot/store/"),
    "bot/scheduler.py": ("import apscheduler\nfrom bot import sender\n", None),
    "handlers/terminal.py": (
        "from handlers.telegram import bridge\n",
        "handlers/terminal.py:1: channel terminal imports handlers.telegram.bridge",
    ),
    "handlers/telegram/bridge.py": ("import telegram\nfrom bot.assistant import Assistant\n", None),
    "handlers/telegram/clock.py": (
        "import datetime as dt\n\nSTART = dt.datetime.now(dt.UTC)\n",
        "handlers/telegram/clock.py:3: dt.datetime.now asks the clock",
    ),
    "handlers/telegram/today.py": (
        "from datetime import date\n\nTODAY = date.today\n",
        "handlers/telegram/today.py:3: date.today asks the clock",
    ),
    "handlers/telegram/main.py": ("import main\n", "handlers/telegram/main.py:1: handlers imports main"),
    "handlers/web/utils.py": ("", "handlers/web/utils.py: name the concept"),
    "handlers/web/misc/page.py": ("", "handlers/web/misc/page.py: name the concept"),
    "handlers/web/long.py": (
        "async def serve():\n" + "    pass\n" * 50,
        "handlers/web/long.py:1: serve has 51 lines",
    ),
    "handlers/web/page.py": ("def serve():\n" + "    pass\n" * 49, None),
    "handlers/web/late.py": (
        "def serve():\n    import json  # noqa: PLC0415\n",
        "handlers/web/late.py:2: an import inside a function without its reason",
    ),
    "handlers/web/slow.py": (
        "def serve():\n    # slow import\n    import json\n    import csv  # slow import\n",
        None,
    ),
    "main.py": ("import datetime\nimport handlers.terminal\n\nNOW = datetime.datetime.now(datetime.UTC)\n", None),
    "tests/test_model.py": ("import main\nimport telegram\nimport bot.store.tables\n", None),
}
"""Text of a file and the violation that must be found there, None where it keeps every rule."""


def test_rules_find_violations(tmp_path: Path) -> None:
    for path, (text, _) in MADE_UP.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    found = [violation for source in read_sources(tmp_path) for rule in RULES for violation in rule(source)]
    assert found == [violation for _, (_, violation) in sorted(MADE_UP.items(), key=as_path) if violation]


def as_path(made_up: tuple[str, object]) -> Path:
    """Sort as files are sorted."""
    return Path(made_up[0])
