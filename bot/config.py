"""The settings: config.toml, overridden by YINGBAN_<SECTION>__<KEY>.

Each setting is one line of a record below: its default, the function that reads it and, where the file must not
hold it, what makes it a secret.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.errors import SettingsError
from bot.setting_values import (
    Network,
    choice_of,
    read_count,
    read_filled,
    read_networks,
    read_optional_url,
    read_path,
    read_port,
    read_rate,
    read_secret_token,
    read_storage_url,
    read_text,
    read_time,
    read_url,
    read_user_ids,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

T = TypeVar("T")

ENVIRONMENT_PREFIX = "YINGBAN_"
LONGEST_QUOTE = 60
"""Characters of a wrong value that a fault shows."""


def never(_raw: object) -> bool:
    """No secret, whatever the value."""
    return False


def always(_raw: object) -> bool:
    """Secret by nature."""
    return True


def has_password(raw: object) -> bool:
    """Whether a database URL holds a password, before its host or in its query."""
    return isinstance(raw, str) and re.search(r"://[^/@]*:[^/]*@|[?&]password=", raw) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a setting is read."""

    read: Callable[[object], object]
    """From a TOML or JSON value; raises ValueError."""
    is_secret: Callable[[object], bool]
    """Whether such a value may come from the environment only."""
    key: str | None
    """Name in the file where Python does not allow it for a field."""


def setting(
    default: T,
    read: Callable[[object], T],
    *,
    is_secret: Callable[[object], bool] = never,
    key: str | None = None,
) -> T:
    """Declare a field of a section; what may be secret is kept out of `repr`, hence out of logs."""
    reading = Reading(read=read, is_secret=is_secret, key=key)
    return field(default=default, repr=is_secret is never, metadata={"reading": reading})


class UpdateMode(StrEnum):
    """How Telegram's updates come."""

    POLLING = "polling"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeSettings:
    """What is served."""

    path: Path = setting(Path("knowledge/festivals/film-week"), read_path)
    """Folder of the festival served."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramSettings:
    """How Telegram is reached."""

    token: str = setting("", read_text, is_secret=always)
    """Empty: Telegram is off."""
    base_url: str = setting("https://api.telegram.org/bot", read_url)
    """Root of the Bot API, to which the token is appended."""
    file_url: str = setting("https://api.telegram.org/file/bot", read_url)
    """Root of the files, to which the token is appended."""
    mode: UpdateMode = setting(UpdateMode.POLLING, choice_of(UpdateMode))
    """Whether we ask for updates or Telegram brings them."""
    webhook_url: str = setting("", read_optional_url)
    """Where Telegram brings updates; empty unless the mode is webhook."""
    secret_token: str = setting("", read_secret_token, is_secret=always)
    """What Telegram sends along to show that it is Telegram; empty: not asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """The one HTTP server: page, webhook, health."""

    listen: str = setting("127.0.0.1", read_filled)
    """Address or host name that it binds."""
    port: int = setting(8080, read_port)
    """TCP port that it binds."""
    public_url: str = setting("", read_optional_url)
    """Address under which visitors reach it, without a slash at its end; empty: not known."""
    trusted_proxies: tuple[Network, ...] = setting((), read_networks)
    """Whose word about a visitor's address is believed."""
    desk_password: str = setting("", read_text, is_secret=always)
    """Opens the desk of the staff; empty: the desk is off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageSettings:
    """Where rows are kept."""

    url: str = setting("sqlite+aiosqlite:///var/yingban.db", read_storage_url, is_secret=has_password)
    """SQLAlchemy URL; the path of an SQLite file is absolute once loaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSettings:
    """Who may do what."""

    owners: tuple[int, ...] = setting((), read_user_ids)
    """Telegram user ids that are owners from the start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSettings:
    """When alerts go out, in the festival's time zone."""

    time: dt.time = setting(dt.time(17), read_time)
    """When they start."""
    until: dt.time = setting(dt.time(22, 30), read_time)
    """From then on one that is late is dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietSettings:
    """The hours [start, end) without sound, in the festival's time zone; they may span midnight."""

    start: dt.time = setting(dt.time(22), read_time, key="from")
    """The first quiet moment."""
    end: dt.time = setting(dt.time(8), read_time, key="to")
    """The first moment that is not quiet any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySettings:
    """How fast deliveries go out."""

    # Bot API FAQ: about 30 messages a second, all chats together, and one a second in a single chat
    rate: float = setting(29.5, read_rate)
    """Deliveries a second, all chats together."""
    chat_rate: float = setting(1.0, read_rate)
    """Deliveries a second to one chat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitSettings:
    """What one person may use up."""

    questions_per_minute: int = setting(20, read_count)
    """Questions a minute that one person gets answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacySettings:
    """How long what is kept of people lasts."""

    days: int = setting(7, read_count)
    """Days after which what is kept of a person is erased."""
    question_days: int = setting(30, read_count)
    """Days after which a kept question is erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings; the sections of config.toml are its fields."""

    knowledge: KnowledgeSettings = KnowledgeSettings()
    telegram: TelegramSettings = TelegramSettings()
    web: WebSettings = WebSettings()
    storage: StorageSettings = StorageSettings()
    staff: StaffSettings = StaffSettings()
    alerts: AlertSettings = AlertSettings()
    quiet: QuietSettings = QuietSettings()
    delivery: DeliverySettings = DeliverySettings()
    limits: LimitSettings = LimitSettings()
    privacy: PrivacySettings = PrivacySettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A setting that there is."""

    section: str
    """Name of its section, in the file and in `Settings`."""
    field: str
    """Name of its field in the record of the section."""
    reading: Reading
    """How it is read."""

    @property
    def name(self) -> str:
        """Name in the file: section and key with a dot between them."""
        return f"{self.section}.{self.reading.key or self.field}"

    @property
    def variable(self) -> str:
        """Name in the environment."""
        return ENVIRONMENT_PREFIX + self.name.upper().replace(".", "__")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A setting as somebody wrote it."""

    known: Known
    """Which one."""
    raw: object
    """As TOML has it, or the text of a variable."""
    place: str
    """Where it stands, for faults."""
    in_file: bool
    """Whether that is the file and not the environment."""


def list_known() -> Iterator[Known]:
    """Give every setting there is, in the order of the records."""
    defaults = Settings()
    for section in fields(defaults):
        for each in fields(getattr(defaults, section.name)):
            yield Known(section=section.name, field=each.name, reading=each.metadata["reading"])


def load_settings(path: Path, environ: Mapping[str, str]) -> Settings:
    """Read the file, then the environment, which prevails; SettingsError carries the faults of both at once.

    An empty variable counts as not set. Relative paths start from the folder of the file.
    """
    faults: list[str] = []
    known = tuple(list_known())
    given = [*read_file(path, known, faults), *read_environment(environ, known, faults)]
    sections: dict[str, dict[str, object]] = {each.name: {} for each in fields(Settings)}
    for each in given:
        try:
            sections[each.known.section][each.known.field] = accept(each)
        except ValueError as fault:
            faults.append(f"{each.place}：{fault}")
    settings = build_settings(sections)
    faults.extend(find_conflicts(settings))
    if faults:
        raise SettingsError(faults)
    return anchor_paths(settings, path.absolute().parent)


def read_file(path: Path, known: Iterable[Known], faults: list[str]) -> Iterator[Given]:
    """Give the settings that stand in the file; what is no setting joins the faults."""
    by_name = {each.name: each for each in known}
    for section, keys in load_toml(path, faults).items():
        if section not in {each.section for each in by_name.values()}:
            faults.append(f"{path}：[{section}]：没有这一节")
        elif not isinstance(keys, dict):
            faults.append(f"{path}：{section}：应为一节，写成 [{section}]")
        else:
            for key, raw in keys.items():
                name, place = f"{section}.{key}", f"{path}：{section}.{key}"
                if name in by_name:
                    yield Given(known=by_name[name], raw=raw, place=place, in_file=True)
                else:
                    faults.append(f"{place}：没有这一项{suggest(name, by_name)}")


def load_toml(path: Path, faults: list[str]) -> dict[str, object]:
    """Give the file's tables; one that cannot be read joins the faults and counts as empty."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.append(f"{path}：没有这个文件")
    except OSError as error:
        faults.append(f"{path}：读不了：{error.strerror}")
    except UnicodeDecodeError:
        faults.append(f"{path}：不是 UTF-8 文字")
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{path}：不是有效的 TOML：{error}")
    return {}


def read_environment(environ: Mapping[str, str], known: Iterable[Known], faults: list[str]) -> Iterator[Given]:
    """Give the settings that are variables; what looks like one and is none joins the faults."""
    by_variable = {each.variable: each for each in known}
    misspelt = {variable.replace("__", "_") for variable in by_variable}
    for name in sorted(name for name in environ if name.startswith(ENVIRONMENT_PREFIX)):
        if name in by_variable and environ[name]:
            yield Given(known=by_variable[name], raw=environ[name], place=f"环境变量 {name}", in_file=False)
        elif name not in by_variable and ("__" in name or name in misspelt):
            faults.append(f"环境变量 {name}：没有这一项{suggest(name, by_variable)}")


def suggest(name: str, names: Iterable[str]) -> str:
    """Name the setting that was probably meant, or nothing."""
    near = get_close_matches(name, names, n=1, cutoff=0.8)
    return f"；是不是 {near[0]}？" if near else ""


def accept(given: Given) -> object:
    """Turn what was written into the value; raise ValueError saying, in Chinese, what is wrong."""
    reading = given.known.reading
    if given.in_file and reading.is_secret(given.raw):
        raise ValueError(f"密钥只能来自环境变量 {given.known.variable}")
    try:
        return reading.read(given.raw) if given.in_file else read_variable(str(given.raw), reading)
    except ValueError as fault:
        may_show = reading.is_secret is never
        raise ValueError(f"{fault}，现为{quote(given.raw)}" if may_show else str(fault)) from None


def read_variable(text: str, reading: Reading) -> object:
    """Read a variable as text where text is wanted, otherwise as JSON."""
    try:
        return reading.read(text)
    except ValueError:
        try:
            decoded = json.loads(text)
        except ValueError:
            decoded = text
        return reading.read(decoded)


def quote(raw: object) -> str:
    """Show a wrong value, shortened."""
    is_plain = isinstance(raw, str | dt.date | dt.time)
    text = str(raw) if is_plain else json.dumps(raw, ensure_ascii=False, default=str)
    return f"“{text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + '…'}”"


def build_settings(sections: Mapping[str, Mapping[str, object]]) -> Settings:
    """Put what was given in the place of the defaults."""
    defaults = Settings()
    return replace(defaults, **{name: replace(getattr(defaults, name), **values) for name, values in sections.items()})


def find_conflicts(settings: Settings) -> Iterator[str]:
    """Give a fault for each setting that does not go with another one."""
    if settings.telegram.mode is UpdateMode.WEBHOOK and not settings.telegram.webhook_url:
        yield "telegram.mode：为 webhook 时还要设置 telegram.webhook_url"


def anchor_paths(settings: Settings, folder: Path) -> Settings:
    """Let relative paths start from the folder."""
    return replace(
        settings,
        knowledge=replace(settings.knowledge, path=folder / settings.knowledge.path),
        storage=replace(settings.storage, url=anchor_sqlite(settings.storage.url, folder)),
    )


def anchor_sqlite(url: str, folder: Path) -> str:
    """Let the relative path of an SQLite file start from the folder; leave every other URL alone."""
    scheme, slashes, file = url.partition(":///")
    if not (scheme.startswith("sqlite") and slashes and file) or file.startswith((":memory:", "file:", "?")):
        return url
    return f"{scheme}:///{folder / file}"
