"""A new festival's folder, made from a template whose comments explain everything."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from knowledge.errors import KnowledgeError
from knowledge.parsing import KEBAB

TEMPLATE = Path(__file__).parent / "template"
STAND_IN = "festival-slug"
"""What stands in the template where the slug belongs."""
LONGEST_SLUG = 60


def write_festival(slug: str, parent: Path) -> Path:
    """Write a small sound festival into `parent/slug` and give that folder; `slug` becomes the festival's id.

    KnowledgeError is raised for a slug that is no id or is one of the template, and where the folder exists.
    """
    folder = parent / slug
    _refuse_slug(slug, folder)
    folder.mkdir(parents=True)
    for path in sorted(TEMPLATE.glob("*.toml")):
        text = path.read_text(encoding="utf-8").replace(STAND_IN, slug)
        (folder / path.name).write_text(text, encoding="utf-8", newline="\n")
    return folder


def _refuse_slug(slug: str, folder: Path) -> None:
    if not KEBAB.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        raise KnowledgeError(
            [f"{slug}：名字只能用小写字母、数字和连字符，如 spring-fair-2031，不超过{LONGEST_SLUG}个字符"]
        )
    if slug in _template_ids():
        raise KnowledgeError([f"{slug}：模板里已经用了这个 id；请换一个名字，如 {slug}-2031"])
    if folder.exists() or folder.is_symlink():
        raise KnowledgeError([f"{folder}：已经有了；请换一个名字，或先把它移走"])


def _template_ids() -> set[str]:
    """Every id of the template but the stand-in."""
    tables: list[Any] = []
    for path in TEMPLATE.glob("*.toml"):
        tables += tomllib.loads(path.read_text(encoding="utf-8")).values()
    blocks = [block for table in tables for block in (table if isinstance(table, list) else [table])]
    return {str(block["id"]) for block in blocks if "id" in block} - {STAND_IN}
