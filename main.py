"""The composition root: puts the parts together and runs one command. The only clock, and the only print."""

from __future__ import annotations

import argparse
import json
import os
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from bot.config import load_settings
from bot.dialogue.state import DialogueState
from bot.errors import SettingsError
from bot.store.errors import StoreError
from bot.understanding.model import Utterance
from bot.understanding.timex import festival_day
from handlers.json_lines import answer_lines, describe_reply, place_moment, read_lines, read_moment
from handlers.terminal import Clock, Screen, Terminal, announce_clock, line_history
from knowledge.base import build_knowledge
from knowledge.checking import find_faults
from knowledge.errors import KnowledgeError
from knowledge.loading import load_festival, load_language
from knowledge.scaffold import write_festival

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    from bot.assistant import Assistant
    from bot.config import Settings
    from bot.store.store import Store
    from knowledge.base import Knowledge
    from knowledge.model import Frame

ROOT = Path(__file__).resolve().parent
LANGUAGE = ROOT / "knowledge" / "language"
FESTIVALS = ROOT / "knowledge" / "festivals"

REAL: Literal["now"] = "now"
"""What `--now` takes for the real time."""
Start: TypeAlias = datetime | Literal["now"] | None
"""What `--now` says; None where it was not given."""


class Exit(IntEnum):
    """Exit statuses."""

    DONE = 0
    FAILED = 1
    MISUSED = 2
    """The usage or the settings are wrong."""
    INTERRUPTED = 130
    """By Ctrl-C, as shells have it."""


class Arguments(argparse.Namespace):
    """What was given on the command line; the first three are always there, the rest where the command has them."""

    command: str
    config: Path
    now: Start
    question: str | None
    json: bool
    jsonl: bool
    path: Path | None
    slug: str
    file: Path
    replace: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a channel needs."""

    assistant: Assistant
    clock: Clock
    var: Path
    """Where everything is written."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    prepare_streams()
    arguments = build_parser().parse_args(argv, namespace=Arguments())
    try:
        return COMMANDS[arguments.command](arguments)
    except SettingsError as error:
        return complain(error.faults, Exit.MISUSED)
    except KnowledgeError as error:
        return complain(error.faults, Exit.FAILED)
    except BrokenPipeError:
        # nobody reads on, which is nobody's fault
        return give_up_output()
    except OSError as error:
        complain([str(error)])
        return give_up_output()
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


# --- the command line -----------------------------------------------------------------------------


def build_parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        description="Yingban answers visitors' questions about a festival.",
        epilog="Without a command: run. Exit status: 0 done, 1 the work failed, 2 wrong usage or settings.",
    )
    parser.add_argument("--config", metavar="FILE", type=Path, default=ROOT / "config.toml", help="settings file")
    parser.set_defaults(command="run", now=None)
    commands = parser.add_subparsers(metavar="COMMAND")
    add_now(add_command(commands, "run", "serve every channel that is configured"))
    add_now(add_command(commands, "chat", "talk in the terminal"))
    add_ask(add_command(commands, "ask", "answer one question, or many from standard input"))
    check = add_command(commands, "check", "say whether a festival's knowledge is sound, with every fault")
    check.add_argument("path", metavar="PATH", type=Path, nargs="?", help="folder; default: the one served")
    new = add_command(commands, "new", "make the folder of a new festival")
    new.add_argument("slug", metavar="SLUG", help="name of the folder: small letters, digits and hyphens")
    add_storage(commands)
    return parser


def add_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    summary: str,
) -> argparse.ArgumentParser:
    """Describe one command."""
    command = commands.add_parser(name, help=summary, description=summary.capitalize() + ".")
    command.set_defaults(command=name)
    return command


def add_now(command: argparse.ArgumentParser) -> None:
    """Let the clock be set."""
    command.add_argument(
        "--now",
        metavar="ISO",
        type=read_start,
        help="start the clock at this time (2024-06-26T16:00, the festival's zone unless it names one);"
        f" {REAL}: the real time; default: the real time during the festival, otherwise a moment within it",
    )


def add_ask(command: argparse.ArgumentParser) -> None:
    """Describe what `ask` takes."""
    command.add_argument(
        "question", metavar="QUESTION", nargs="?", type=read_words, help="in plain words; none with --jsonl"
    )
    command.add_argument("--json", action="store_true", help="the reply as JSON")
    command.add_argument(
        "--jsonl",
        action="store_true",
        help='answer lines {"id", "now", "turns": [..]} of standard input with lines {"id", "replies": [..]}',
    )
    add_now(command)


def add_storage(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe what is done with all that is kept."""
    backup = add_command(commands, "backup", "write all that is kept to a file, while the program runs or not")
    backup.add_argument("file", metavar="FILE", type=Path, help="it is complete, or not there")
    restore = add_command(commands, "restore", "read all that is kept from a backup, into either database")
    restore.add_argument("file", metavar="FILE", type=Path, help="written by backup, of either database")
    restore.add_argument("--replace", action="store_true", help="erase what is there; without it, that is refused")


def read_words(text: str) -> str:
    """Read an argument as UTF-8, whatever the system's encoding is."""
    return os.fsencode(text).decode("utf-8", errors="replace")


def read_start(text: str) -> Start:
    """Read what `--now` says."""
    try:
        return REAL if text == REAL else read_moment(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: {error}; write 2024-06-26T16:00, or {REAL}") from None


# --- the commands ---------------------------------------------------------------------------------


def run(arguments: Arguments) -> Exit:
    """Serve what is configured; as long as there is no other channel, the chat, where there is a terminal."""
    settings = load_settings(arguments.config, os.environ)
    replies = load_language(LANGUAGE).replies
    if settings.telegram.token:
        complain([replies["run_no_telegram"]])
    if not sys.stdin.isatty():
        return complain([replies["run_nothing_to_serve"]], Exit.MISUSED)
    return chat(arguments)


def chat(arguments: Arguments) -> Exit:
    """Talk in the terminal."""
    stage = set_stage(arguments)
    screen = Screen(write=say, read=read_line, has_style=has_style())
    with line_history(stage.var / "chat-history") if is_interactive() else nullcontext():
        Terminal(stage.assistant, stage.clock, screen).run()
    return Exit.DONE


def ask(arguments: Arguments) -> Exit:
    """Answer one question, or the lines of standard input."""
    if arguments.jsonl == (arguments.question is not None) or (arguments.jsonl and arguments.json):
        return complain(["ask: give either a QUESTION, with or without --json, or --jsonl alone"], Exit.MISUSED)
    stage = set_stage(arguments)
    if arguments.question is None:
        return answer_standard_input(stage)
    return answer_question(arguments.question, stage, as_json=arguments.json)


def check(arguments: Arguments) -> Exit:
    """Print every fault of a festival's knowledge."""
    folder = arguments.path or load_settings(arguments.config, os.environ).knowledge.path
    language = load_language(LANGUAGE)
    faults = find_faults(folder, language)
    for fault in faults or [language.replies["check_sound"].format(folder=folder)]:
        say(fault)
    return Exit.FAILED if faults else Exit.DONE


def new(arguments: Arguments) -> Exit:
    """Write a new festival's folder and say what comes next."""
    replies = load_language(LANGUAGE).replies
    folder = write_festival(arguments.slug, FESTIVALS)
    say(replies["new_written"].format(folder=folder))
    return Exit.DONE


def backup(arguments: Arguments) -> Exit:
    """Write all that is kept to a file."""
    return move_rows(arguments, lambda store: store.back_up(arguments.file, datetime.now(UTC)), "backup_written")


def restore(arguments: Arguments) -> Exit:
    """Put what a backup holds in the place of all that is kept."""
    return move_rows(arguments, lambda store: store.restore(arguments.file, replace=arguments.replace), "restore_done")


def move_rows(arguments: Arguments, move: Callable[[Store], Awaitable[int]], done: str) -> Exit:
    """Open the store, move all its rows, and say how many there were, or what is to be done."""
    # slow imports, which no question needs
    import asyncio  # noqa: PLC0415  # slow import

    from bot.store.store import open_store  # noqa: PLC0415  # slow import

    url = load_settings(arguments.config, os.environ).storage.url
    replies = load_language(LANGUAGE).replies

    async def work() -> int:
        async with open_store(url) as store:
            return await move(store)

    try:
        count = asyncio.run(work())
    except StoreError as error:
        return complain([replies[error.key].format_map(error.details)])
    except OSError as error:
        return complain([replies["backup_no_file"].format(file=arguments.file, reason=error.strerror)])
    say(replies[done].format(file=arguments.file, count=count))
    return Exit.DONE


COMMANDS: Mapping[str, Callable[[Arguments], Exit]] = {
    "run": run,
    "chat": chat,
    "ask": ask,
    "check": check,
    "new": new,
    "backup": backup,
    "restore": restore,
}


# --- putting together -----------------------------------------------------------------------------


def set_stage(arguments: Arguments) -> Stage:
    """Read the settings and the knowledge, and start the clock."""
    settings = load_settings(arguments.config, os.environ)
    language = load_language(LANGUAGE)
    knowledge = build_knowledge(language, [load_festival(settings.knowledge.path, language)])
    var = arguments.config.absolute().parent / "var"
    return Stage(
        assistant=build_assistant(knowledge, var),
        clock=start_clock(arguments.now, settings, knowledge.frame),
        var=var,
    )


def build_assistant(knowledge: Knowledge, var: Path) -> Assistant:
    """The assistant; the words of Chinese are kept below `var`, which makes the next start faster."""
    # slow imports: they take longer than everything that finds faults in what was given
    from bot.assistant import Assistant  # noqa: PLC0415  # slow import
    from bot.understanding.tokens import Vocabulary  # noqa: PLC0415  # slow import

    return Assistant(knowledge, Vocabulary(var))


def start_clock(start: Start, settings: Settings, frame: Frame) -> Clock:
    """The real time; set to what `--now` says, or into the festival where only visitors of a demonstration can be."""
    clock = Clock(read=lambda: datetime.now(UTC).astimezone(frame.zone))
    if isinstance(start, datetime):
        return clock.set_to(place_moment(start, frame.zone))
    if start == REAL or settings.telegram.token or frame.demo is None or is_during(frame, clock.now()):
        return clock
    return clock.set_to(frame.demo)


def is_during(frame: Frame, now: datetime) -> bool:
    """Whether the moment lies on a day of the festival; always true where it has no days."""
    day = festival_day(now, frame)
    return (frame.first is None or frame.first <= day) and (frame.last is None or day <= frame.last)


# --- answering without a conversation -------------------------------------------------------------


def answer_question(text: str, stage: Stage, *, as_json: bool) -> Exit:
    """Answer one question."""
    show_banner(stage)
    utterance = Utterance(text=text, now=stage.clock.now())
    reply = stage.assistant.respond(utterance, DialogueState()).reply
    if as_json:
        say(json.dumps(describe_reply(reply), ensure_ascii=False))
    else:
        Screen(write=say, read=read_line, has_style=has_style()).write_reply(reply, stage.assistant.wording)
    return Exit.DONE


def show_banner(stage: Stage) -> None:
    """Say that the clock is set, beside the answer."""
    if stage.clock.ahead is None:
        return
    now, wording = stage.clock.now(), stage.assistant.wording
    change = f"--now {now:%Y-%m-%dT%H:%M}"
    complain([announce_clock(now, wording, change, f"--now {REAL}")])


def answer_standard_input(stage: Stage) -> Exit:
    """Answer line by line, as they come."""
    lines = read_lines(sys.stdin.buffer)
    count = 0
    for count, answer in enumerate(answer_lines(lines, stage.assistant, stage.clock.now()), 1):
        say(answer)
        report_progress(f"\r{count}")
    report_progress("\n" if count else "")
    return Exit.DONE


# --- standard streams -----------------------------------------------------------------------------


def prepare_streams() -> None:
    """Let no character end the program, and let programs read UTF-8 whatever the system's encoding is."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace" if stream is sys.stdin else "backslashreplace")


def say(text: str) -> None:
    """Write to standard output, at once."""
    print(text, flush=True)


def complain(lines: Iterable[str], status: Exit = Exit.FAILED) -> Exit:
    """Write to standard error; give the status back."""
    print(*lines, sep="\n", file=sys.stderr)
    return status


def give_up_output() -> Exit:
    """Drop what could not be written: Python would fail once more when it writes it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.FAILED


def report_progress(text: str) -> None:
    """Show how far the work is, where somebody watches it and the answers go elsewhere."""
    if sys.stderr.isatty() and not sys.stdout.isatty():
        print(text, end="", file=sys.stderr, flush=True)


def read_line(prompt: str) -> str:
    """Read a line of standard input; show it where nobody types, so that what is written makes sense."""
    if is_interactive():
        return input(prompt)
    line = input()
    say(prompt + line)
    return line


def is_interactive() -> bool:
    """Whether a person types here and reads the answers."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def has_style() -> bool:
    """Whether standard output can show dim text, and may: see no-color.org."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


if __name__ == "__main__":
    sys.exit(main())
