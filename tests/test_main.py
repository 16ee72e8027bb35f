"""The program as others start it: what it writes, and its exit status."""

from __future__ import annotations

import json
import os
import pty
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.lanterns import LANTERNS, write_lanterns

MAIN = Path(__file__).parent.parent / "main.py"
DOGS = "可以，请牵好绳子。\n来源：《灯会手册》\n"
REPLY = {
    "status": "answer",
    "text": "可以，请牵好绳子。",
    "facts": ["faq:dogs"],
    "sources": ["《灯会手册》"],
    "options": ["孩子走丢了怎么办", "可以带狗吗"],
}


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Settings that serve the lantern fair; one folder, so that the words of Chinese are read once."""
    return write_lanterns(tmp_path_factory.mktemp("served"))


def start(*arguments: str | Path, given: bytes = b"", **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program to its end."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("YINGBAN_")}
    command = [sys.executable, MAIN, *arguments]
    return subprocess.run(command, input=given, capture_output=True, env=inherited | environ, check=False, timeout=60)


def outcome(done: subprocess.CompletedProcess[bytes]) -> tuple[int, str, str]:
    """Exit status, standard output, standard error."""
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def banner(moment: str, option: str) -> str:
    """What is said of a clock that is set."""
    return f"这是演示时钟，现在当作{moment}。换个时刻：--now {option}；用真实时间：--now now\n"


def test_ask_answers_on_the_demonstration_clock(config: Path) -> None:
    said = banner("2031年2月6日（周四）16:00", "2031-02-06T16:00")
    assert outcome(start("--config", config, "ask", "可以带狗吗")) == (0, DOGS, said)


def test_ask_as_json_at_a_time_of_its_own(config: Path) -> None:
    status, out, err = outcome(start("--config", config, "ask", "可以带狗吗", "--json", "--now", "2031-02-07T09:00"))
    assert (status, json.loads(out), err) == (0, REPLY, banner("2031年2月7日（周五）9:00", "2031-02-07T09:00"))
    assert "可以" in out


@pytest.mark.parametrize(
    ("options", "environ"),
    [(("--now", "now"), {}), ((), {"YINGBAN_TELEGRAM__TOKEN": "123:abc"})],
)
def test_real_time_has_no_banner(config: Path, options: tuple[str, ...], environ: dict[str, str]) -> None:
    assert outcome(start("--config", config, "ask", "可以带狗吗", *options, **environ)) == (0, DOGS, "")


GOOD: dict[str, Any] = {"id": "good", "now": "2031-02-06T08:00:00Z", "turns": ["可以带狗吗"]}
LINES = (
    (json.dumps(GOOD).encode(), {"id": "good", "replies": [REPLY]}),
    (b"\xff\xfe", {"id": None, "error": "not UTF-8"}),
    (b"[]", {"id": None, "error": 'not an object; write {"id": .., "now": .., "turns": [..]}'}),
    (b'{"id": NaN}', {"id": None, "error": "not JSON: NaN is no value"}),
    (b'{"id": 2}', {"id": 2, "error": 'turns is no list of texts; write "turns": ["..", ".."]'}),
    (b'{"id": 3, "turns": ["a", 1]}', {"id": 3, "error": 'turns is no list of texts; write "turns": ["..", ".."]'}),
    (
        b'{"id": 4, "turns": [], "now": 5}',
        {"id": 4, "error": "now is no ISO 8601 time: fromisoformat: argument must be str"},
    ),
    (
        b'{"id": 5, "turns": [], "now": "9999-12-31"}',
        {"id": 5, "error": "now is no ISO 8601 time: the year is out of range"},
    ),
    (b'{"id": 6, "turns": ["' + b"a" * 2_500_000 + b'"]}', {"id": None, "error": "longer than 1000000 bytes"}),
    (b'\xef\xbb\xbf{"id": "\\ud800", "turns": []}', {"id": "\ud800", "replies": []}),
    (json.dumps(GOOD | {"now": None, "turns": ["可以带狗吗"] * 2}).encode(), {"id": "good", "replies": [REPLY] * 2}),
)


def test_bad_lines_get_an_error_and_the_rest_goes_on(config: Path) -> None:
    given = b"\n\n".join([*(line for line, _ in LINES), b"["])
    status, out, err = outcome(start("--config", config, "ask", "--jsonl", given=given))
    *answers, broken = map(json.loads, out.splitlines())
    assert (status, answers, err) == (0, [answer for _, answer in LINES], "")
    assert broken["error"].startswith("not JSON: ")


def test_lines_are_answered_as_they_come_until_nobody_reads(config: Path) -> None:
    command = [sys.executable, MAIN, "--config", config, "ask", "--jsonl"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, bufsize=0, **pipes) as child:
        line = json.dumps(GOOD).encode() + b"\n"
        child.stdin.write(line)
        assert json.loads(child.stdout.readline()) == LINES[0][1]
        child.stdout.close()
        child.stdin.write(line)
        assert (child.wait(timeout=30), child.stderr.read()) == (1, b"")


def test_progress_is_shown_where_somebody_watches(config: Path) -> None:
    watched, terminal = pty.openpty()
    command = [sys.executable, MAIN, "--config", config, "ask", "--jsonl"]
    given = json.dumps(GOOD).encode() + b"\n"
    subprocess.run(command, input=given * 2, stdout=subprocess.DEVNULL, stderr=terminal, check=True, timeout=60)
    assert os.read(watched, 1000) == b"\r1\r2\r\n"
    os.close(watched)
    os.close(terminal)


def test_run_is_the_chat_on_a_terminal(config: Path) -> None:
    keyboard, terminal = pty.openpty()
    os.write(keyboard, b"/quit\n")
    command = [sys.executable, MAIN, "--config", config]
    done = subprocess.run(command, stdin=terminal, capture_output=True, check=True, timeout=60)
    assert done.stdout.decode().splitlines()[0] == "影伴 · 东湖灯会"
    os.close(keyboard)
    os.close(terminal)


def test_chat_shows_what_was_asked_where_nobody_types(config: Path) -> None:
    status, out, err = outcome(start("--config", config, "chat", given="可以带狗吗\n".encode() + b"\xff\n"))
    assert (status, err) == (0, "")
    assert f"\n› 可以带狗吗\n{DOGS}还可以问：\n" in out
    assert out.endswith("\n再见，东湖灯会见！\n")


WRONG_USE = {
    "no such command": (("sing",), "invalid choice: 'sing'"),
    "no question": (("ask",), "ask: give either a QUESTION, with or without --json, or --jsonl alone\n"),
    "two ways of asking": (("ask", "可以带狗吗", "--jsonl"), "ask: give either a QUESTION"),
    "time that is none": (("ask", "可以带狗吗", "--now", "明天"), "write 2024-06-26T16:00, or now\n"),
    "no settings": (("--config", "nowhere.toml", "ask", "可以带狗吗"), "nowhere.toml：没有这个文件\n"),
    "nothing to serve": ((), "Run `python main.py chat` in one, or `python main.py ask QUESTION`.\n"),
}


@pytest.mark.parametrize("case", WRONG_USE)
def test_wrong_use_has_status_2_and_the_way_out(case: str) -> None:
    arguments, reason = WRONG_USE[case]
    status, out, err = outcome(start(*arguments))
    assert (status, out) == (2, "")
    assert reason in err
    assert "Traceback" not in err


def test_every_wrong_setting_is_named(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[web]\nport = 0\ncolour = 1\n", encoding="utf-8")
    status, out, err = outcome(start("--config", config, "ask", "可以带狗吗", YINGBAN_QUIET__FROM="noon"))
    assert (status, out) == (2, "")
    assert err.splitlines() == [
        f"{config}：web.colour：没有这一项",
        f"{config}：web.port：应为 1 到 65535 的整数，现为“0”",
        "环境变量 YINGBAN_QUIET__FROM：应为一天里的时刻，如 17:00，现为“noon”",
    ]


def test_token_without_its_channel_is_admitted(config: Path) -> None:
    status, out, err = outcome(start("--config", config, "run", YINGBAN_TELEGRAM__TOKEN="123:abc"))
    assert (status, out) == (2, "")
    assert "the Telegram channel does not exist yet" in err


def test_faulty_knowledge_has_status_1(tmp_path: Path) -> None:
    config = write_lanterns(tmp_path)
    (tmp_path / "lanterns" / "more.toml").write_text("[[faq]]\nid = 7\n", encoding="utf-8")
    status, out, err = outcome(start("--config", config, "ask", "可以带狗吗"))
    assert (status, out) == (1, "")
    assert err.startswith("more.toml：faq 7：id：")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
def test_output_that_cannot_be_written_is_no_traceback(config: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, MAIN, "--config", config, "ask", "可以带狗吗", "--now", "now"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (1, b"[Errno 28] No space left on device\n")


def test_check_finds_no_fault_in_sound_knowledge(config: Path) -> None:
    folder = config.parent / "lanterns"
    assert outcome(start("--config", config, "check")) == (0, f"{folder}：没有发现问题。\n", "")


def test_check_of_a_folder_needs_no_settings_and_prints_every_fault(tmp_path: Path) -> None:
    faulty = LANTERNS.replace('source = "booklet"\nwhen', 'source = "leaflet"\nwen')
    (tmp_path / "festival.toml").write_text(faulty, encoding="utf-8")
    status, out, err = outcome(start("--config", "nowhere.toml", "check", tmp_path))
    assert (status, err) == (1, "")
    assert [line.rpartition("：")[0] for line in out.splitlines()] == [
        "festival.toml：activity riddles：wen",
        "festival.toml：activity riddles：source",
    ]


def test_new_refuses_a_folder_that_exists() -> None:
    status, out, err = outcome(start("new", "film-week"))
    assert (status, out) == (1, "")
    assert "film-week" in err
    assert "Traceback" not in err


def test_backup_is_restored_into_another_database(config: Path, tmp_path: Path) -> None:
    old, new = (f"sqlite:///{tmp_path}/{name}.db" for name in ("old", "new"))
    run_sqlite(
        old, config, "INSERT INTO audit (staff, deed, at) VALUES ('99', '/reload', '2031-02-05 11:00:00.000000')"
    )
    file = tmp_path / "rows"
    status, out, err = outcome(start("--config", config, "backup", file, YINGBAN_STORAGE__URL=old))
    assert (status, out.splitlines()[1], err) == (
        0,
        f"Backed up 1 rows. To restore: python main.py restore {file}",
        "",
    )
    status, out, err = outcome(start("--config", config, "restore", file, YINGBAN_STORAGE__URL=new))
    assert (status, out.splitlines()[1], err) == (0, f"Restored 1 rows from {file}.", "")
    status, out, err = outcome(start("--config", config, "restore", file, YINGBAN_STORAGE__URL=new))
    assert (status, out) == (1, "")
    assert f"python main.py restore --replace {file}" in err
    assert outcome(start("--config", config, "restore", "--replace", file, YINGBAN_STORAGE__URL=new))[0] == 0


def test_backup_file_that_is_not_there_is_said_in_words(config: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/rows.db"
    for command, file in (("restore", tmp_path / "none"), ("backup", tmp_path / "none" / "rows")):
        status, out, err = outcome(start("--config", config, command, file, YINGBAN_STORAGE__URL=url))
        assert (status, out) == (1, "")
        assert f"{file} cannot be read or written" in err


def run_sqlite(url: str, config: Path, statement: str) -> None:
    """Change a database whose tables the program has made."""
    assert outcome(start("--config", config, "backup", os.devnull + "/no", YINGBAN_STORAGE__URL=url))[0] == 1
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql://me:secret@127.0.0.1:1/rows", "The database cannot be used."),
        ("postgresql://me:secret@host:port/rows", "storage.url is no valid database URL."),
    ],
)
def test_database_that_cannot_be_used_is_no_traceback(config: Path, tmp_path: Path, url: str, reason: str) -> None:
    status, out, err = outcome(start("--config", config, "backup", tmp_path / "rows", YINGBAN_STORAGE__URL=url))
    assert (status, out) == (1, "")
    assert reason in err
    assert "secret" not in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "command", [(), ("run",), ("chat",), ("ask",), ("check",), ("new",), ("backup",), ("restore",)]
)
def test_help_is_given_everywhere(command: tuple[str, ...]) -> None:
    status, out, err = outcome(start(*command, "--help"))
    assert (status, err) == (0, "")
    assert out.startswith(" ".join(["usage: main.py", *command]))
