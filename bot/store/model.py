"""The records that go into the store and come out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.dialogue.state import DialogueState

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from bot.dialogue.state import Status
    from knowledge.model import FactId

Json: TypeAlias = Mapping[str, Any]
"""What JSON can say, as a channel wrote it; the store does not look into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A person in a chat; in a private chat both have the same id."""

    channel: str
    chat: str
    person: str
    """Empty where nobody in particular is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """For how long a process takes work upon itself; when it died, others may have it from then on."""

    worker: str
    """Name of the process, another one after each start."""
    now: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What a channel brought."""

    number: int
    """The channel's own id of it, by which it is known when it comes again."""
    speaker: Speaker
    payload: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedUpdate:
    """An update that this process is handling."""

    id: int
    worker: str
    update: Update
    received_at: datetime
    attempts: int
    """How often it was claimed, this time included; more than once means that handling it broke off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What is kept of a person in a chat."""

    speaker: Speaker
    language: str | None = None
    preferences: Json = field(default_factory=dict)
    """What the person chose; it outlives silence and a block."""
    state: DialogueState = field(default_factory=DialogueState)
    is_blocked: bool = False
    """Whether the person does not want to hear from us."""


class DraftStatus(StrEnum):
    """How far a draft is."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    """About to be sent, or sent by a process that died before it could say so."""
    SENT = "sent"
    AMBIGUOUS = "ambiguous"
    """It may have arrived."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Something to be sent."""

    key: str
    """The same key is the same draft: adding it again adds nothing."""
    speaker: Speaker
    payload: Json
    not_before: datetime
    expires_at: datetime | None = None
    """From then on it is not worth sending."""
    lane: int = 0
    """Lower goes first; replies have lane 0 for themselves."""
    vanishes: bool = False
    """Whether its row goes once it is sent or has failed, as after /forget."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedDraft:
    """A draft that this process is sending, or that one which died may have sent."""

    id: int
    worker: str
    draft: Draft
    attempts: int
    """How often it was claimed, this time included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked, and how it was answered."""

    text: str
    status: Status
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person was told."""

    speaker: Speaker
    fact: FactId
    version: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """All that handling updates of a chat brought, which is written together."""

    claimed: tuple[ClaimedUpdate, ...]
    """One, or several short lines that are one question."""
    at: datetime
    """When the person wrote."""
    conversation: Conversation | None = None
    drafts: tuple[Draft, ...] = ()
    told: tuple[Told, ...] = ()
    """The facts that the replies stand on."""
    question: Question | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What became of a claimed draft; QUEUED means that it is to be tried again."""

    claimed: ClaimedDraft
    status: DraftStatus
    cause: str | None = None
    """Why it did not go well."""
    receipt: str | None = None
    """The channel's id of what was sent."""
    not_before: datetime | None = None
    """When to try again; None: at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How far the draft of a key is."""

    status: DraftStatus
    cause: str | None
    receipt: str | None
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long what is kept lasts."""

    people: timedelta
    """`privacy.days`: what a chat was told, and a person who chose nothing."""
    questions: timedelta
    """`privacy.question_days`: questions and feedback."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much is kept."""

    conversations: int
    blocked: int
    updates: int
    """Still to be handled."""
    drafts: Mapping[str, int]
    """By status; finished ones of the last two days."""
    questions: Mapping[str, int]
    """By status of the reply, as long as questions last."""
    feedback: Mapping[int, int]
    """By rating, as long as questions last; 0 is without one."""
