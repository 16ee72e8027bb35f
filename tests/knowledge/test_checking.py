"""Every fault is named, all at once, and what is sound gives none."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import pytest

from knowledge.checking import find_faults
from tests.knowledge.folders import KNOWLEDGE, language, write_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """How the sound folder is changed, and every fault that this must give, in order."""

    id: str
    edits: tuple[tuple[str, str], ...]
    more: str
    faults: tuple[str, ...]


def read_cases() -> dict[str, Case]:
    """Read checking.toml; two cases of one id are refused."""
    text = (Path(__file__).parent / "checking.toml").read_text(encoding="utf-8")
    cases = [
        Case(
            id=fields["id"],
            edits=tuple((old, new) for old, new in fields.get("edits", [])),
            more=fields.get("more", ""),
            faults=tuple(fields["faults"]),
        )
        for fields in tomllib.loads(text)["case"]
    ]
    assert len({case.id for case in cases}) == len(cases)
    return {case.id: case for case in cases}


CASES = read_cases()


def test_sound_folder_has_no_faults(tmp_path: Path) -> None:
    assert find_faults(write_folder(tmp_path), language()) == ()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_changed_folder_gives_just_its_faults(case: Case, tmp_path: Path) -> None:
    assert find_faults(write_folder(tmp_path, case.edits, case.more), language()) == case.faults


def test_faults_that_do_not_touch_each_other_are_found_together(tmp_path: Path) -> None:
    chosen = ["unknown-field", "gap-card", "gap-about", "no-summary", "shared-name", "weekday", "span-of-summary"]
    cases = [CASES[name] for name in chosen]
    found = find_faults(write_folder(tmp_path, [edit for case in cases for edit in case.edits]), language())
    assert sorted(found) == sorted(fault for case in cases for fault in case.faults)


def test_folder_without_files_is_a_fault(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        assert find_faults(folder, language()) == (f"{folder}：这里没有 .toml 文件",)


def test_folder_without_a_festival_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "only.toml").write_text('[[source]]\nid = "a"\ntitle = "甲"\n', encoding="utf-8")
    assert find_faults(tmp_path, language()) == ("没有 [festival]：请在一个文件里写明这是什么活动",)


def test_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    write_folder(tmp_path)
    (tmp_path / "extra.toml").write_bytes("# 花灯".encode("gb18030"))
    (tmp_path / "folder.toml").mkdir()
    assert find_faults(tmp_path, language()) == (
        "extra.toml：不是 UTF-8 编码，请另存为 UTF-8",
        "folder.toml：读不了这个文件：Is a directory",
    )


def test_checking_is_quick() -> None:
    start = perf_counter()
    find_faults(KNOWLEDGE / "festivals" / "film-week", language())
    assert perf_counter() - start < 1
