"""The channel on a terminal: a conversation line by line, and a clock that can be moved."""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.dialogue.state import DialogueState
from bot.understanding.model import Utterance
from bot.understanding.time_words import HOURS
from bot.understanding.timex import festival_day, find_times

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.assistant import Assistant
    from bot.dialogue.state import Reply
    from bot.dialogue.wording import Wording
    from bot.understanding.model import TimeMention
    from knowledge.model import Frame

COMMAND = re.compile(r"[/／]\s*([A-Za-z]*)\s*(.*)")
"""/at 明天, /at明天, ／at 明天 (an input method's slash)."""
DIM, PLAIN = "\033[2m", "\033[0m"
MOST_HISTORY = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What time it is for a conversation: the real time, or one that is set and goes on from there."""

    read: Callable[[], datetime]
    """Gives the real time, in the festival's zone."""
    ahead: timedelta | None = None
    """How far the clock is set from the real time; None: it shows the real time."""

    def now(self) -> datetime:
        """The time it shows."""
        return self.read() + (self.ahead or timedelta())

    def set_to(self, moment: datetime) -> Clock:
        """A clock that shows this moment now."""
        return replace(self, ahead=moment - self.read())


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Where a person reads and types."""

    write: Callable[[str], None]
    """Shows a text and ends its line."""
    read: Callable[[str], str]
    """Shows a prompt and gives the line typed; raises EOFError at the end."""
    has_style: bool = False
    """Whether it can show dim text."""

    def write_dim(self, text: str) -> None:
        """Show what matters less."""
        self.write(f"{DIM}{text}{PLAIN}" if self.has_style else text)

    def write_reply(self, reply: Reply, wording: Wording) -> None:
        """Show an answer and where it is published."""
        self.write(reply.text)
        if reply.sources:
            self.write_dim(wording.say("source", source=wording.join(reply.sources)))


class Terminal:
    """One conversation. Its own are only the clock and the numbers of the options; all else goes to the assistant."""

    def __init__(self, assistant: Assistant, clock: Clock, screen: Screen) -> None:
        """Start anew: nothing said yet."""
        self._assistant = assistant
        self._wording = assistant.wording
        self._clock = clock
        self._screen = screen
        self._state = DialogueState()
        self._options: tuple[str, ...] = ()
        self._is_over = False
        self._commands: dict[str, Callable[[str], None]] = {
            "help": self._help,
            "at": self._set_clock,
            "new": self._start_anew,
            "quit": self._quit,
        }

    def run(self) -> None:
        """Talk until the person leaves."""
        self._say("terminal_hello")
        self._show_banner()
        try:
            while not self._is_over:
                self._take(self._screen.read(self._wording.say("terminal_prompt")).strip())
        except (EOFError, KeyboardInterrupt):
            self._screen.write("")
        self._say("terminal_bye")

    @property
    def _example(self) -> str:
        """A moment as one would type it: 6月26日16点."""
        moment = self._assistant.knowledge.frame.demo or self._clock.now()
        return self._wording.say("terminal_moment", month=moment.month, day=moment.day, hour=moment.hour)

    def _say(self, key: str, **slots: object) -> None:
        self._screen.write(self._wording.say(key, **slots))

    def _show_banner(self) -> None:
        if self._clock.ahead is None:
            return
        change = self._wording.say("terminal_change_clock", moment=self._example)
        real = self._wording.say("terminal_use_real_clock")
        self._screen.write_dim(announce_clock(self._clock.now(), self._wording, change, real))

    def _take(self, line: str) -> None:
        """One line: a command, the number of an option, or something said."""
        command = COMMAND.fullmatch(line)
        if command:
            obey = self._commands.get(command[1].lower(), self._refuse)
            obey(command[2])
        elif line:
            self._ask(self._choose(line))

    def _choose(self, line: str) -> str:
        """The option of that number, shown once more; what is no such number is meant as it stands."""
        options = dict(enumerate(self._options, 1))
        chosen = options.get(int(line)) if line.isdecimal() and len(line) == 1 else None
        if chosen:
            self._screen.write_dim(self._wording.say("terminal_chosen", option=chosen))
        return chosen or line

    def _ask(self, text: str) -> None:
        turn = self._assistant.respond(Utterance(text=text, now=self._clock.now()), self._state)
        self._state, self._options = turn.state, turn.reply.options
        self._screen.write_reply(turn.reply, self._wording)
        self._show_options()
        self._screen.write("")

    def _show_options(self) -> None:
        if self._options:
            self._screen.write_dim(self._wording.say("terminal_options"))
        for number, option in enumerate(self._options, 1):
            self._screen.write_dim(self._wording.say("terminal_option", number=number, option=option))

    # --- commands -----------------------------------------------------------------------------

    def _help(self, _words: str) -> None:
        self._say("terminal_help", moment=self._example)

    def _set_clock(self, words: str) -> None:
        """/at 6月26日16点; /at 现在 goes back to the real time."""
        now, frame = self._clock.now(), self._assistant.knowledge.frame
        mentions = find_times(words, now, frame)
        moment = resolve_moment(mentions[0], now, frame) if len(mentions) == 1 else None
        if moment is None:
            self._say("terminal_bad_time", moment=self._example)
        elif mentions[0].is_now:
            self._clock = replace(self._clock, ahead=None)
            self._say("terminal_real_clock", now=name_moment(self._clock.now(), self._wording))
        else:
            self._clock = self._clock.set_to(moment)
            self._say("terminal_clock", now=name_moment(moment, self._wording))

    def _start_anew(self, _words: str) -> None:
        self._state, self._options = DialogueState(), ()
        self._say("terminal_new")

    def _quit(self, _words: str) -> None:
        self._is_over = True

    def _refuse(self, _words: str) -> None:
        self._say("terminal_unknown_command")


def resolve_moment(mention: TimeMention, now: datetime, frame: Frame) -> datetime | None:
    """The one moment meant, today where no day is named; None for spans, lengths and days that do not exist."""
    if mention.duration or mention.each or mention.first != mention.last or not mention.is_possible:
        return None
    hour = mention.at or (time(HOURS[mention.part][0]) if mention.part else now.time())
    day = mention.first or festival_day(now, frame)
    # a festival day goes on until `day_ends` on the next date
    date = day + timedelta(days=1) if hour < frame.day_ends else day
    return datetime.combine(date, hour, frame.zone)


def name_moment(moment: datetime, wording: Wording) -> str:
    """A moment in full: 2024年6月26日（周三）16:00."""
    return wording.day(moment.date(), "date_with_year") + wording.hour(moment.time())


def announce_clock(now: datetime, wording: Wording, change: str, real: str) -> str:
    """Say that the clock is set, how to set it otherwise, and how to have the real time."""
    return wording.say("demo_clock", now=name_moment(now, wording), change=change, real=real)


@contextmanager
def line_history(file: Path) -> Iterator[None]:
    """Let the arrow keys bring back lines typed before, in earlier sessions too, as far as the system allows."""
    try:
        import readline  # noqa: PLC0415  # not every Python has it, and importing it can write to the terminal
    except ImportError:
        yield
        return
    with suppress(OSError):
        readline.read_history_file(file)
    readline.set_history_length(MOST_HISTORY)
    try:
        yield
    finally:
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            # what somebody typed is for nobody else to read
            file.touch(mode=0o600)
            readline.write_history_file(file)
