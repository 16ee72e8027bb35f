"""The channel for programs: conversations come in as lines of JSON, and their replies go out so.

In: `{"id": .., "now": ISO, "turns": ["..", ..]}`, each line a fresh conversation at that time.
Out: `{"id", "replies"}`, or `{"id", "error"}` for a line that cannot be answered, and the rest goes on.
"""

from __future__ import annotations

import json
import logging
from datetime import MAXYEAR, MINYEAR, datetime
from typing import TYPE_CHECKING, Any

from bot.dialogue.state import DialogueState
from bot.understanding.model import Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo
    from typing import BinaryIO, NoReturn

    from bot.assistant import Assistant
    from bot.dialogue.state import Reply

log = logging.getLogger(__name__)

LONGEST_LINE = 1_000_000
"""Bytes; a longer line is refused without being kept in memory."""

ROOM = 100
"""Years that words may lead away from the clock: 后年, 下个世纪."""


def read_moment(text: str) -> datetime:
    """Read an ISO 8601 date and time, naive or aware; raise ValueError where it is none or leaves no room around it."""
    moment = datetime.fromisoformat(text)
    if not MINYEAR + ROOM < moment.year < MAXYEAR - ROOM:
        raise ValueError("the year is out of range")
    return moment


def place_moment(moment: datetime, zone: tzinfo) -> datetime:
    """The moment in the zone; a naive one is meant there already."""
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def describe_reply(reply: Reply) -> dict[str, object]:
    """The reply as JSON has it."""
    return {
        "status": reply.status.value,
        "text": reply.text,
        "facts": list(reply.facts),
        "sources": list(reply.sources),
        "options": list(reply.options),
    }


def read_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines as they come; of one that is too long, its start, which is too long as well."""
    while line := stream.readline(LONGEST_LINE + 1):
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE + 1)
        yield line


def answer_lines(lines: Iterable[bytes], assistant: Assistant, now: datetime) -> Iterator[str]:
    """One line for each line that is not blank; `now` is the time of those that name none."""
    for line in lines:
        if line.strip():
            yield json.dumps(_answer_line(line, assistant, now), ensure_ascii=False)


def _answer_line(line: bytes, assistant: Assistant, now: datetime) -> dict[str, object]:
    fields: dict[str, Any] = {}
    try:
        fields = _read_object(line)
        moment = _read_now(fields, now, assistant.knowledge.frame.zone)
        replies = _converse(_read_turns(fields), moment, assistant)
    except ValueError as fault:
        return {"id": _read_id(fields), "error": str(fault)}
    except Exception:  # the error handler of this channel: one conversation that goes wrong must not end the others
        log.exception("could not answer %r", fields.get("id"))
        return {"id": _read_id(fields), "error": "internal error; the log has the traceback"}
    return {"id": _read_id(fields), "replies": [describe_reply(reply) for reply in replies]}


def _read_object(line: bytes) -> dict[str, Any]:
    """The line's object; raise ValueError saying what is wrong with it."""
    if len(line) > LONGEST_LINE:
        raise ValueError(f"longer than {LONGEST_LINE} bytes")
    try:
        fields = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from None
    if not isinstance(fields, dict):
        raise ValueError('not an object; write {"id": .., "now": .., "turns": [..]}')  # noqa: TRY004  # a fault like any other
    return fields


def _refuse_constant(name: str) -> NoReturn:
    """Python's reader takes NaN and Infinity, which JSON does not have."""
    raise ValueError(f"{name} is no value")


def _read_id(fields: dict[str, Any]) -> str | int | None:
    """The id to send back; None where there is none that identifies anything."""
    name = fields.get("id")
    return name if isinstance(name, str | int) and not isinstance(name, bool) else None


def _read_now(fields: dict[str, Any], now: datetime, zone: tzinfo) -> datetime:
    """The conversation's time; the default where the line names none."""
    text = fields.get("now")
    if text is None:
        return now
    try:
        return place_moment(read_moment(text), zone)
    except (TypeError, ValueError) as error:
        raise ValueError(f"now is no ISO 8601 time: {error}") from None


def _read_turns(fields: dict[str, Any]) -> list[str]:
    """What is said, in order."""
    turns = fields.get("turns")
    if not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
        raise ValueError('turns is no list of texts; write "turns": ["..", ".."]')
    return turns


def _converse(turns: Iterable[str], now: datetime, assistant: Assistant) -> list[Reply]:
    """The replies of one conversation."""
    state, replies = DialogueState(), []
    for text in turns:
        turn = assistant.respond(Utterance(text=text, now=now), state)
        state = turn.state
        replies.append(turn.reply)
    return replies
