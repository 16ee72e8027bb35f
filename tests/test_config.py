"""Settings: the file, the environment over it, and every fault at once."""

from __future__ import annotations

import datetime as dt
from ipaddress import ip_network
from operator import attrgetter
from pathlib import Path

import pytest

from bot.config import Settings, UpdateMode, list_known, load_settings
from bot.errors import SettingsError, YingbanError

REPOSITORY = Path(__file__).parent.parent

CONTRACT = [
    "knowledge.path",
    "telegram.token",
    "telegram.base_url",
    "telegram.file_url",
    "telegram.mode",
    "telegram.webhook_url",
    "telegram.secret_token",
    "web.listen",
    "web.port",
    "web.public_url",
    "web.trusted_proxies",
    "web.desk_password",
    "storage.url",
    "staff.owners",
    "alerts.time",
    "alerts.until",
    "quiet.from",
    "quiet.to",
    "delivery.rate",
    "delivery.chat_rate",
    "limits.questions_per_minute",
    "privacy.days",
    "privacy.question_days",
]


def write(folder: Path, text: str) -> Path:
    """Make a settings file."""
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(path: Path, environ: dict[str, str]) -> tuple[str, ...]:
    """Load settings that cannot be used and give the faults, with the file called FILE."""
    with pytest.raises(SettingsError) as raised:
        load_settings(path, environ)
    return tuple(fault.replace(str(path), "FILE") for fault in raised.value.faults)


def test_settings_are_those_promised() -> None:
    assert [each.name for each in list_known()] == CONTRACT


def test_variable_names_follow_the_settings() -> None:
    assert {each.name: each.variable for each in list_known()}["quiet.from"] == "YINGBAN_QUIET__FROM"


def test_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, ""), {})
    assert settings.knowledge.path == tmp_path / "knowledge/festivals/film-week"
    assert settings.storage.url == f"sqlite+aiosqlite:///{tmp_path}/var/yingban.db"
    assert (settings.telegram, settings.web) == (Settings().telegram, Settings().web)
    assert (settings.quiet.start, settings.quiet.end) == (dt.time(22), dt.time(8))


def test_file_of_the_repository_gives_the_defaults() -> None:
    file = REPOSITORY / "config.toml"
    assert load_settings(file, {}) == load_settings(file, {"YINGBAN_KNOWLEDGE__PATH": "knowledge/festivals/film-week"})


IN_FILE = [
    ('[knowledge]\npath = "/srv/lanterns"', "knowledge.path", Path("/srv/lanterns")),
    ('[knowledge]\npath = " /srv/lanterns "', "knowledge.path", Path("/srv/lanterns")),
    ('[telegram]\nbase_url = "http://127.0.0.1:8081/bot/"', "telegram.base_url", "http://127.0.0.1:8081/bot"),
    (
        '[telegram]\nmode = "webhook"\nwebhook_url = "https://example.org/hook"',
        "telegram.mode",
        UpdateMode.WEBHOOK,
    ),
    ('[web]\npublic_url = ""', "web.public_url", ""),
    (
        '[web]\ntrusted_proxies = ["127.0.0.1", "10.0.0.0/8"]',
        "web.trusted_proxies",
        (ip_network("127.0.0.1/32"), ip_network("10.0.0.0/8")),
    ),
    ('[storage]\nurl = "sqlite+aiosqlite:////srv/a.db"', "storage.url", "sqlite+aiosqlite:////srv/a.db"),
    ('[storage]\nurl = "sqlite+aiosqlite:///:memory:"', "storage.url", "sqlite+aiosqlite:///:memory:"),
    ('[storage]\nurl = "sqlite:////srv/my rows.db"', "storage.url", "sqlite:////srv/my rows.db"),
    ('[storage]\nurl = "postgresql+psycopg://host/yingban"', "storage.url", "postgresql+psycopg://host/yingban"),
    ("[staff]\nowners = [7, 5]", "staff.owners", (7, 5)),
    ('[alerts]\ntime = "16:30"', "alerts.time", dt.time(16, 30)),
    ("[quiet]\nfrom = 23:15:00", "quiet.start", dt.time(23, 15)),
    ("[delivery]\nrate = 10", "delivery.rate", 10.0),
]


@pytest.mark.parametrize(("text", "name", "expected"), IN_FILE)
def test_file_prevails_over_the_default(tmp_path: Path, text: str, name: str, expected: object) -> None:
    assert attrgetter(name)(load_settings(write(tmp_path, text), {})) == expected


IN_ENVIRONMENT = [
    ("YINGBAN_TELEGRAM__TOKEN", "123:abc", "telegram.token", "123:abc"),
    ("YINGBAN_TELEGRAM__TOKEN", "123", "telegram.token", "123"),
    ("YINGBAN_TELEGRAM__TOKEN", "123:abc\n", "telegram.token", "123:abc"),
    ("YINGBAN_TELEGRAM__SECRET_TOKEN", "Aa0_-", "telegram.secret_token", "Aa0_-"),
    ("YINGBAN_WEB__PORT", "9090", "web.port", 9090),
    ("YINGBAN_WEB__PORT", "", "web.port", 8081),
    ("YINGBAN_WEB__LISTEN", "0.0.0.0", "web.listen", "0.0.0.0"),  # noqa: S104 (binds nothing)
    ("YINGBAN_WEB__TRUSTED_PROXIES", '["::1"]', "web.trusted_proxies", (ip_network("::1/128"),)),
    ("YINGBAN_STAFF__OWNERS", "[5]", "staff.owners", (5,)),
    ("YINGBAN_QUIET__TO", "07:30", "quiet.end", dt.time(7, 30)),
    ("YINGBAN_ALERTS__UNTIL", '"23:00"', "alerts.until", dt.time(23)),
    ("YINGBAN_DELIVERY__RATE", "1000", "delivery.rate", 1000.0),
    ("YINGBAN_PRIVACY__DAYS", "1", "privacy.days", 1),
    ("YINGBAN_STORAGE__URL", "postgresql://me:pw@host/db", "storage.url", "postgresql://me:pw@host/db"),
]


@pytest.mark.parametrize(("variable", "text", "name", "expected"), IN_ENVIRONMENT)
def test_environment_prevails_over_the_file(
    tmp_path: Path, variable: str, text: str, name: str, expected: object
) -> None:
    file = write(tmp_path, '[web]\nport = 8081\nlisten = "::1"\n[staff]\nowners = [1]\n[privacy]\ndays = 3')
    assert attrgetter(name)(load_settings(file, {variable: text})) == expected


@pytest.mark.parametrize("name", ["PATH", "YINGBAN_TEST_DATABASE", "YINGBANX__Y"])
def test_variables_of_others_are_left_alone(tmp_path: Path, name: str) -> None:
    file = write(tmp_path, "")
    assert load_settings(file, {name: "x"}) == load_settings(file, {})


FAULTY_FILES = [
    ("[knowledge", "FILE：不是有效的 TOML：Expected ']' at the end of a table declaration (at end of document)"),
    ("[lights]", "FILE：[lights]：没有这一节"),
    ("web = 1", "FILE：web：应为一节，写成 [web]"),
    ("[web]\nprot = 1", "FILE：web.prot：没有这一项；是不是 web.port？"),
    ("[web]\nx = 1", "FILE：web.x：没有这一项"),
    ("[web]\nport = 70000", "FILE：web.port：应为 1 到 65535 的整数，现为“70000”"),
    ("[web]\nport = true", "FILE：web.port：应为 1 到 65535 的整数，现为“true”"),
    ('[web]\nport = "8080"', "FILE：web.port：应为 1 到 65535 的整数，现为“8080”"),
    ('[knowledge]\npath = " "', "FILE：knowledge.path：不能为空，现为“ ”"),
    ("[knowledge]\npath = 3", "FILE：knowledge.path：应为文字，现为“3”"),
    ('[telegram]\nmode = "push"', "FILE：telegram.mode：应为 polling、webhook 之一，现为“push”"),
    ('[telegram]\nmode = "webhook"', "telegram.mode：为 webhook 时还要设置 telegram.webhook_url"),
    ('[telegram]\nbase_url = "x.org"', "FILE：telegram.base_url：应为 http:// 或 https:// 开头的网址，现为“x.org”"),
    ('[telegram]\ntoken = "1:a"', "FILE：telegram.token：密钥只能来自环境变量 YINGBAN_TELEGRAM__TOKEN"),
    (
        '[telegram]\nsecret_token = "a"',
        "FILE：telegram.secret_token：密钥只能来自环境变量 YINGBAN_TELEGRAM__SECRET_TOKEN",
    ),
    ('[web]\ndesk_password = "a"', "FILE：web.desk_password：密钥只能来自环境变量 YINGBAN_WEB__DESK_PASSWORD"),
    ('[storage]\nurl = "postgresql://me:pw@h/d"', "FILE：storage.url：密钥只能来自环境变量 YINGBAN_STORAGE__URL"),
    ('[storage]\nurl = "postgresql://h/d?password=a"', "FILE：storage.url：密钥只能来自环境变量 YINGBAN_STORAGE__URL"),
    (
        '[storage]\nurl = "a.db"',
        "FILE：storage.url：应为 SQLite 或 PostgreSQL 的网址，如 sqlite:///var/yingban.db 或 postgresql://主机/库",
    ),
    (
        '[storage]\nurl = "mysql://h/d"',
        "FILE：storage.url：应为 SQLite 或 PostgreSQL 的网址，如 sqlite:///var/yingban.db 或 postgresql://主机/库",
    ),
    ("[staff]\nowners = 5", "FILE：staff.owners：应为 Telegram 用户编号的列表，如 [123456789]，现为“5”"),
    ("[staff]\nowners = [0]", "FILE：staff.owners：应为不小于 1 的整数，现为“[0]”"),
    (
        '[web]\ntrusted_proxies = ["here"]',
        'FILE：web.trusted_proxies：应为 IP 地址或网段的列表，如 ["127.0.0.1", "10.0.0.0/8"]，现为“["here"]”',
    ),
    ('[alerts]\ntime = "24:00"', "FILE：alerts.time：应为一天里的时刻，如 17:00，现为“24:00”"),
    ("[alerts]\ntime = 17", "FILE：alerts.time：应为一天里的时刻，如 17:00，现为“17”"),
    ("[delivery]\nrate = 0", "FILE：delivery.rate：应为大于 0 的数，现为“0”"),
    ("[delivery]\nrate = nan", "FILE：delivery.rate：应为大于 0 的数，现为“NaN”"),
    ("[privacy]\ndays = 1.5", "FILE：privacy.days：应为不小于 1 的整数，现为“1.5”"),
    ("[privacy]\ndays = 2024-06-01", "FILE：privacy.days：应为不小于 1 的整数，现为“2024-06-01”"),
]


@pytest.mark.parametrize(("text", "expected"), FAULTY_FILES)
def test_faulty_file_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    assert faults_of(write(tmp_path, text), {}) == (expected,)


FAULTY_ENVIRONMENTS = [
    ("YINGBAN_WEB__PROT", "1", "环境变量 YINGBAN_WEB__PROT：没有这一项；是不是 YINGBAN_WEB__PORT？"),
    ("YINGBAN_TELEGRAM_TOKEN", "1:a", "环境变量 YINGBAN_TELEGRAM_TOKEN：没有这一项；是不是 YINGBAN_TELEGRAM__TOKEN？"),
    ("YINGBAN_A__B", "1", "环境变量 YINGBAN_A__B：没有这一项"),
    ("YINGBAN_WEB__PORT", "http", "环境变量 YINGBAN_WEB__PORT：应为 1 到 65535 的整数，现为“http”"),
    (
        "YINGBAN_STAFF__OWNERS",
        "5,6",
        "环境变量 YINGBAN_STAFF__OWNERS：应为 Telegram 用户编号的列表，如 [123456789]，现为“5,6”",
    ),
    ("YINGBAN_WEB__LISTEN", "  ", "环境变量 YINGBAN_WEB__LISTEN：不能为空，现为“  ”"),
    ("YINGBAN_DELIVERY__RATE", "Infinity", "环境变量 YINGBAN_DELIVERY__RATE：应为大于 0 的数，现为“Infinity”"),
    ("YINGBAN_WEB__PORT", "8" * 70, f"环境变量 YINGBAN_WEB__PORT：应为 1 到 65535 的整数，现为“{'8' * 60}…”"),
    (
        "YINGBAN_TELEGRAM__SECRET_TOKEN",
        "口令",
        "环境变量 YINGBAN_TELEGRAM__SECRET_TOKEN：只能含字母、数字、_ 和 -，最多 256 个",
    ),
]


@pytest.mark.parametrize(("variable", "text", "expected"), FAULTY_ENVIRONMENTS)
def test_faulty_environment_is_refused(tmp_path: Path, variable: str, text: str, expected: str) -> None:
    assert faults_of(write(tmp_path, ""), {variable: text}) == (expected,)


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    file = write(tmp_path, "[lights]\n[web]\nport = 0\nprot = 1")
    assert faults_of(file, {"YINGBAN_A__B": "1", "YINGBAN_PRIVACY__DAYS": "x"}) == (
        "FILE：[lights]：没有这一节",
        "FILE：web.prot：没有这一项；是不是 web.port？",
        "环境变量 YINGBAN_A__B：没有这一项",
        "FILE：web.port：应为 1 到 65535 的整数，现为“0”",
        "环境变量 YINGBAN_PRIVACY__DAYS：应为不小于 1 的整数，现为“x”",
    )


def test_unreadable_files_are_refused(tmp_path: Path) -> None:
    binary = tmp_path / "config.toml"
    binary.write_bytes(b"\xff")
    assert faults_of(tmp_path / "none.toml", {}) == ("FILE：没有这个文件",)
    assert faults_of(binary, {}) == ("FILE：不是 UTF-8 文字",)
    assert faults_of(tmp_path, {}) == ("FILE：读不了：Is a directory",)


def test_secrets_are_kept_out_of_logs(tmp_path: Path) -> None:
    secrets = {
        "YINGBAN_TELEGRAM__TOKEN": "hidden",
        "YINGBAN_TELEGRAM__SECRET_TOKEN": "hidden",
        "YINGBAN_WEB__DESK_PASSWORD": "hidden",
        "YINGBAN_STORAGE__URL": "postgresql://me:hidden@host/db",
    }
    assert "hidden" not in repr(load_settings(write(tmp_path, ""), secrets))


def test_one_root_for_all_exceptions() -> None:
    assert issubclass(SettingsError, YingbanError)
