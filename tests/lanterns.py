"""A small festival that no other data changes, for tests of what carries the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LANTERNS = """
[[source]]
id = "booklet"
title = "《灯会手册》"

[festival]
id = "lantern-fair"
name = "东湖灯会"
source = "booklet"
zone = "Asia/Shanghai"
start = 2031-02-05
end = 2031-02-12
demo = 2031-02-06T16:00:00
summary = "东湖灯会是每年正月在东湖边办的灯会。"
examples = ["孩子走丢了怎么办", "可以带狗吗"]

[[kind]]
id = "activity"
name = "活动"

[[activity]]
id = "riddles"
name = "灯谜大会"
summary = "灯谜大会是大家一起猜灯谜的晚会。"
source = "booklet"
when = [{ start = 2031-02-06T19:00:00, end = 2031-02-06T21:00:00 }]

[[faq]]
id = "lost-child"
asks = ["孩子走丢了怎么办"]
answer = "请到东门服务台，广播会帮您找。"
source = "booklet"

[[faq]]
id = "dogs"
asks = ["可以带狗吗"]
answer = "可以，请牵好绳子。"
source = "booklet"
"""


def write_lanterns(folder: Path) -> Path:
    """Write the festival and settings that serve it; give the settings file."""
    knowledge = folder / "lanterns"
    knowledge.mkdir()
    (knowledge / "festival.toml").write_text(LANTERNS, encoding="utf-8")
    config = folder / "config.toml"
    config.write_text('[knowledge]\npath = "lanterns"\n', encoding="utf-8")
    return config
