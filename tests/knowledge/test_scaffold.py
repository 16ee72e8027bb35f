"""A new festival's folder is sound from the start, and explains itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.base import build_knowledge
from knowledge.checking import find_faults
from knowledge.errors import KnowledgeError
from knowledge.loading import load_festival
from knowledge.scaffold import LONGEST_SLUG, STAND_IN, TEMPLATE, write_festival
from tests.cases_runner import load_assistant, run_turns
from tests.knowledge.folders import language

if TYPE_CHECKING:
    from pathlib import Path


def test_new_festival_is_sound_and_has_the_slug_as_its_id(tmp_path: Path) -> None:
    folder = write_festival("spring-fair-2031", tmp_path / "festivals")
    assert folder == tmp_path / "festivals" / "spring-fair-2031"
    assert find_faults(folder, language()) == ()
    knowledge = build_knowledge(language(), [load_festival(folder, language())])
    assert knowledge.festival.id == "spring-fair-2031"


def test_new_festival_is_the_template_with_the_slug_in_it(tmp_path: Path) -> None:
    folder = write_festival("fair", tmp_path)
    written = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    template = {path.name: path.read_text(encoding="utf-8") for path in TEMPLATE.glob("*.toml")}
    assert written == {name: text.replace(STAND_IN, "fair") for name, text in template.items()}


def test_examples_of_a_new_festival_get_answers(tmp_path: Path) -> None:
    assistant = load_assistant(write_festival("fair", tmp_path))
    frame = assistant.knowledge.frame
    assert frame.demo is not None
    statuses = [run_turns(assistant, (one,), frame.demo)[-1].status.value for one in frame.examples]
    assert statuses == ["answer"] * len(frame.examples)


def test_template_marks_in_each_file_what_is_to_be_changed() -> None:
    for path in TEMPLATE.glob("*.toml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("# ")
        assert any("请改" in line for line in lines)


@pytest.mark.parametrize(
    "slug", ["", "Fair", "fair_1", "fair 1", "灯会", "-fair", "fair-", "a--b", "../fair", "fair/1", "f" * 61]
)
def test_slug_that_is_no_id_is_refused(slug: str, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as raised:
        write_festival(slug, tmp_path)
    rule = f"名字只能用小写字母、数字和连字符，如 spring-fair-2031，不超过{LONGEST_SLUG}个字符"
    assert raised.value.faults == (f"{slug}：{rule}",)
    assert list(tmp_path.iterdir()) == []


def test_slug_that_the_template_uses_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as raised:
        write_festival("lake-park", tmp_path)
    assert raised.value.faults == ("lake-park：模板里已经用了这个 id；请换一个名字，如 lake-park-2031",)


def test_folder_that_exists_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "fair").mkdir()
    (tmp_path / "fair" / "mine.toml").write_text("# 我的\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        write_festival("fair", tmp_path)
    assert raised.value.faults == (f"{tmp_path / 'fair'}：已经有了；请换一个名字，或先把它移走",)
    assert [path.name for path in (tmp_path / "fair").iterdir()] == ["mine.toml"]
