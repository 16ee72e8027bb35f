"""Hold a conversation in the chat and draw it: `python -m docs.make_picture` writes docs/chat.svg."""

# ruff: noqa: INP001  # a folder of documents, not a package

from __future__ import annotations

from datetime import datetime
from html import escape
from pathlib import Path
from unicodedata import east_asian_width

from handlers.terminal import DIM, PLAIN, Screen, Terminal
from main import ROOT, Arguments, set_stage

ASKED = ("今晚有什么？", "1", "开幕式要门票吗", "/quit")
START = datetime(2024, 6, 26, 16)  # noqa: DTZ001  # in the festival's zone, as `--now` without one

COLUMNS = 88
LINE, MARGIN, TOP, CELL = 23, 24, 54, 8.4
"""Pixels: height of a line, space around, space above the first line, width of a Latin character."""
NEVER_FIRST = "，。、；：？！）”》"
FONTS = (
    "ui-monospace, SFMono-Regular, Menlo, Consolas, 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei',"
    " 'Noto Sans Mono CJK SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', monospace"
)
STYLES = {"prompt": "#7fd1b9", "dim": "#8b93a5", "plain": "#e6e9ef"}


def converse() -> list[str]:
    """What the screen shows of the conversation."""
    shown: list[str] = []
    lines = iter(ASKED)

    def read(prompt: str) -> str:
        line = next(lines)
        shown.append(prompt + line)
        return line

    stage = set_stage(Arguments(config=ROOT / "config.toml", now=START))
    Terminal(stage.assistant, stage.clock, Screen(write=shown.append, read=read, has_style=True)).run()
    return [line for text in shown for line in text.split("\n")]


def width(text: str) -> int:
    """Columns that a text takes."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def wrap(text: str) -> list[str]:
    """The text in lines that fit, no line starting with a closing mark."""
    lines = [""]
    for character in text:
        if width(lines[-1] + character) > COLUMNS and character not in NEVER_FIRST:
            lines.append("")
        lines[-1] += character
    return lines


def style(line: str) -> str:
    """How a line looks."""
    if line.startswith("› "):
        return "prompt"
    return "dim" if line.startswith(DIM) else "plain"


def draw(transcript: list[str]) -> str:
    """The transcript as a terminal window."""
    rows = [(style(line), row) for line in transcript for row in wrap(line.removeprefix(DIM).removesuffix(PLAIN))]
    across, down = round(COLUMNS * CELL + 3 * MARGIN), TOP + LINE * len(rows) + MARGIN // 2
    texts = "\n".join(
        f'<text x="{MARGIN}" y="{TOP + LINE * number}" fill="{STYLES[name]}" xml:space="preserve">{escape(row)}</text>'
        for number, (name, row) in enumerate(rows)
        if row
    )
    dots = "".join(
        f'<circle cx="{MARGIN + 20 * number}" cy="20" r="6" fill="{colour}"/>'
        for number, colour in enumerate(("#ff5f57", "#febc2e", "#28c840"))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}" role="img" font-size="14"'
        f' font-family="{FONTS}">\n<title>影伴 Yingban, the chat in a terminal</title>\n'
        f'<rect width="{across}" height="{down}" rx="10" fill="#1b1f2a"/>\n{dots}\n{texts}\n</svg>\n'
    )


if __name__ == "__main__":
    (Path(__file__).parent / "chat.svg").write_text(draw(converse()), encoding="utf-8")
