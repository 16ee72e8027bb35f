"""The chat: whole transcripts of scripted conversations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.assistant import Assistant
from bot.understanding.timex import find_times
from bot.understanding.tokens import Vocabulary
from handlers.terminal import DIM, PLAIN, Clock, Screen, Terminal, resolve_moment
from knowledge.base import build_knowledge
from knowledge.loading import load_festival, load_language
from tests.lanterns import write_lanterns

LANGUAGE = Path(__file__).parent.parent.parent / "knowledge" / "language"
ZONE = ZoneInfo("Asia/Shanghai")
REAL_NOW = datetime(2031, 9, 1, 8, 30, tzinfo=ZONE)
DEMO = datetime(2031, 2, 6, 16, tzinfo=ZONE)

HELLO = ["影伴 · 东湖灯会\n想知道什么，直接问就好。/help 看用法，/quit 离开。"]
BYE = ["再见，东湖灯会见！"]
DOGS = ["可以，请牵好绳子。", "来源：《灯会手册》", "还可以问：", "  1  孩子走丢了怎么办", "  2  可以带狗吗", ""]
CHILD = ["请到东门服务台，广播会帮您找。", *DOGS[1:]]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = write_lanterns(tmp_path_factory.mktemp("served")).parent / "lanterns"
    language = load_language(LANGUAGE)
    return Assistant(build_knowledge(language, [load_festival(folder, language)]), Vocabulary())


@dataclass
class Script:
    """Lines to be typed, and what was shown."""

    lines: list[str]
    end: type[BaseException] = EOFError
    """What happens after the last line."""
    shown: list[str] = field(default_factory=list)

    def read(self, _prompt: str) -> str:
        """Type the next line."""
        if not self.lines:
            raise self.end
        return self.lines.pop(0)


def talk(assistant: Assistant, script: Script, *, start: datetime | None = None, has_style: bool = False) -> list[str]:
    """Hold the conversation and give what was shown."""
    clock = Clock(read=lambda: REAL_NOW)
    screen = Screen(write=script.shown.append, read=script.read, has_style=has_style)
    Terminal(assistant, clock.set_to(start) if start else clock, screen).run()
    return script.shown


def test_question_gets_answer_source_and_numbered_options(assistant: Assistant) -> None:
    assert talk(assistant, Script(["可以带狗吗", "/quit"])) == [*HELLO, *DOGS, *BYE]


@pytest.mark.parametrize("number", ["1", "１", " 1 "])
def test_number_asks_that_option(assistant: Assistant, number: str) -> None:
    shown = talk(assistant, Script(["可以带狗吗", number, "/quit"]))
    assert shown == [*HELLO, *DOGS, "→ 孩子走丢了怎么办", *CHILD, *BYE]


def test_number_of_no_option_is_asked_as_it_stands(assistant: Assistant) -> None:
    one, other = (talk(assistant, Script([*lines, "7", "/quit"])) for lines in ([], ["/new"]))
    assert one == [line for line in other if line != "好的，我们从头聊起。"]


def test_new_conversation_has_no_options(assistant: Assistant) -> None:
    shown = talk(assistant, Script(["可以带狗吗", "/new", "1", "/quit"]))
    assert "→ 孩子走丢了怎么办" not in shown


@pytest.mark.parametrize("end", [EOFError, KeyboardInterrupt])
def test_end_of_input_and_interrupt_say_goodbye(assistant: Assistant, end: type[BaseException]) -> None:
    assert talk(assistant, Script([], end)) == [*HELLO, "", *BYE]


def test_blank_lines_are_passed_over(assistant: Assistant) -> None:
    assert talk(assistant, Script(["", "  ", "　", "/quit"])) == [*HELLO, *BYE]


def test_unknown_command_names_the_help(assistant: Assistant) -> None:
    shown = talk(assistant, Script(["/nope", "/帮助", "/", "/QUIT"]))
    assert shown == [*HELLO, *(["没有这个命令。/help 看用法。"] * 3), *BYE]


def test_help_shows_the_commands(assistant: Assistant) -> None:
    shown = talk(assistant, Script(["/help", "/quit"]))
    assert shown[len(HELLO)].splitlines() == [
        "直接输入问题，比如：“孩子走丢了怎么办”、“可以带狗吗”",
        "1、2、3：接着问上一条答复下面的那个问题",
        "/at 2月6日16点：把时钟调到那一刻；/at 现在：回到真实时间",
        "/new：换个话题，从头聊起",
        "/quit：离开",
    ]


def test_banner_says_that_the_clock_is_set(assistant: Assistant) -> None:
    banner = "这是演示时钟，现在当作2031年2月6日（周四）16:00。换个时刻：/at 2月6日16点；用真实时间：/at 现在"
    assert talk(assistant, Script(["/quit"]), start=DEMO) == [*HELLO, banner, *BYE]


def test_clock_is_moved_and_brought_back(assistant: Assistant) -> None:
    lines = ["/at 2月6日20点", "／at明天早上九点", "/at", "/at 2月5日到8日", "/at 现在", "/quit"]
    bad = "没看懂是哪一刻。请写成“/at 2月6日16点”这样。"
    shown = talk(assistant, Script(lines), start=DEMO)
    assert shown[2:-1] == [
        "好的，现在当作2031年2月6日（周四）20:00。",
        "好的，现在当作2031年2月7日（周五）9:00。",
        bad,
        bad,
        "好的，回到真实时间：2031年9月1日（周一）8:30。",
    ]


def test_moved_clock_is_what_the_assistant_hears(assistant: Assistant) -> None:
    shown = talk(assistant, Script(["灯谜大会开始了吗", "/at 2月6日20点", "灯谜大会开始了吗"]), start=DEMO)
    said = [line for line in shown if line.endswith("。") and "灯谜大会" in line]
    assert [line.split("，")[0] for line in said] == ["还没开始", "已经开始了"]


def test_source_and_options_are_dim_where_the_screen_can(assistant: Assistant) -> None:
    shown = talk(assistant, Script(["可以带狗吗", "/quit"]), has_style=True)
    assert shown == [*HELLO, DOGS[0], *(f"{DIM}{line}{PLAIN}" for line in DOGS[1:-1]), "", *BYE]


MOMENTS = {
    "6日16点": datetime(2031, 2, 6, 16, tzinfo=ZONE),
    "2031-02-07 09:30": datetime(2031, 2, 7, 9, 30, tzinfo=ZONE),
    "7号凌晨两点": datetime(2031, 2, 7, 2, tzinfo=ZONE),
    "晚上": datetime(2031, 2, 6, 18, tzinfo=ZONE),
    "20点": datetime(2031, 2, 6, 20, tzinfo=ZONE),
    "后天": datetime(2031, 2, 8, 16, tzinfo=ZONE),
    "2月30日": None,
    "每天9点": None,
    "三天": None,
    "5号到8号": None,
}


@pytest.mark.parametrize("words", MOMENTS)
def test_moment_is_resolved(assistant: Assistant, words: str) -> None:
    frame = assistant.knowledge.frame
    (mention,) = find_times(words, DEMO, frame)
    assert resolve_moment(mention, DEMO, frame) == MOMENTS[words]
