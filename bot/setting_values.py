"""How the value of one setting is read, from what TOML or JSON holds there.

Each reader takes such a value and raises ValueError, in Chinese, saying what is wanted.
"""

from __future__ import annotations

import math
import re
from datetime import time
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

Choice = TypeVar("Choice", bound="StrEnum")
Network: TypeAlias = IPv4Network | IPv6Network

HIGHEST_PORT = 65535
# how SQLAlchemy writes an address; without a driver, the store takes its own
STORAGE_URL = re.compile(r"sqlite(\+aiosqlite)?:///.*|postgres(ql(\+psycopg)?)?://\S+")


def read_text(raw: object) -> str:
    """Take text, without the blanks around it."""
    if not isinstance(raw, str):
        raise ValueError("应为文字")
    return raw.strip()


def read_filled(raw: object) -> str:
    """Take text that is not empty."""
    if not (text := read_text(raw)):
        raise ValueError("不能为空")
    return text


def read_path(raw: object) -> Path:
    """Take a path; `load_settings` starts relative ones from the folder of the settings file."""
    return Path(read_filled(raw))


def read_url(raw: object) -> str:
    """Take the address of a web server, without the slash at its end."""
    text = read_filled(raw).rstrip("/")
    if not re.fullmatch(r"https?://[^/\s]+(/\S*)?", text):
        raise ValueError("应为 http:// 或 https:// 开头的网址")
    return text


def read_optional_url(raw: object) -> str:
    """Take the address of a web server; empty text stands for none."""
    return read_url(raw) if read_text(raw) else ""


def read_secret_token(raw: object) -> str:
    """Take what Telegram accepts as the secret of a webhook; empty text stands for none."""
    text = read_text(raw)
    # Bot API 9.2, setWebhook: 1-256 characters, only A-Z, a-z, 0-9, _ and -
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", text):
        raise ValueError("只能含字母、数字、_ 和 -，最多 256 个")
    return text


def read_storage_url(raw: object) -> str:
    """Take the SQLAlchemy URL of an SQLite file or of a PostgreSQL database."""
    text = read_filled(raw)
    if not STORAGE_URL.fullmatch(text):
        raise ValueError("应为 SQLite 或 PostgreSQL 的网址，如 sqlite:///var/yingban.db 或 postgresql://主机/库")
    return text


def read_count(raw: object) -> int:
    """Take a whole number from 1 up."""
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 1:
        raise ValueError("应为不小于 1 的整数")
    return raw


def read_port(raw: object) -> int:
    """Take a TCP port."""
    if not isinstance(raw, int) or isinstance(raw, bool) or not 1 <= raw <= HIGHEST_PORT:
        raise ValueError(f"应为 1 到 {HIGHEST_PORT} 的整数")
    return raw


def read_rate(raw: object) -> float:
    """Take a number a second, above 0."""
    if not isinstance(raw, int | float) or isinstance(raw, bool) or not 0 < raw < math.inf:
        raise ValueError("应为大于 0 的数")
    return float(raw)


def read_time(raw: object) -> time:
    """Take a time of day: TOML's own, or text such as 17:00."""
    if isinstance(raw, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", raw.strip()):
        return time.fromisoformat(raw.strip())
    if isinstance(raw, time):
        return raw
    raise ValueError("应为一天里的时刻，如 17:00")


def read_user_ids(raw: object) -> tuple[int, ...]:
    """Take a list of Telegram user ids, in its order."""
    if not isinstance(raw, list):
        raise ValueError("应为 Telegram 用户编号的列表，如 [123456789]")
    return tuple(read_count(each) for each in raw)


def read_networks(raw: object) -> tuple[Network, ...]:
    """Take a list of addresses or networks, in its order."""
    wanted = '应为 IP 地址或网段的列表，如 ["127.0.0.1", "10.0.0.0/8"]'
    if not isinstance(raw, list):
        raise ValueError(wanted)
    try:
        return tuple(ip_network(read_filled(each)) for each in raw)
    except ValueError:
        raise ValueError(wanted) from None


def choice_of(choices: type[Choice]) -> Callable[[object], Choice]:
    """Make the reader of one of these words."""

    def read_choice(raw: object) -> Choice:
        if (text := read_text(raw)) not in set(choices):
            raise ValueError(f"应为 {'、'.join(choices)} 之一")
        return choices(text)

    return read_choice
