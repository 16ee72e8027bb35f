"""Folders made from a small sound festival by spoiling a line or two."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.loading import load_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Language

KNOWLEDGE = Path(__file__).parent.parent.parent / "knowledge"
SOUND = Path(__file__).parent / "lantern-fair"


@lru_cache(maxsize=1)
def language() -> Language:
    """The wording that the program itself brings."""
    return load_language(KNOWLEDGE / "language")


def write_folder(folder: Path, edits: Sequence[tuple[str, str]] = (), more: str = "") -> Path:
    """Copy the sound festival, with the old text of each edit, which stands just once, made new, and a file `more`."""
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(SOUND.glob("*.toml"))}
    for old, new in edits:
        holders = [name for name, text in files.items() for _ in range(text.count(old))]
        assert len(holders) == 1, f"{old!r} stands in {holders}"
        files[holders[0]] = files[holders[0]].replace(old, new)
    for name, text in {**files, **({"wider.toml": more} if more else {})}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
