"""A small festival with a little of everything, for tests of how questions are read and answered."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.cases_runner import REPOSITORY

TEA_FAIR = REPOSITORY / "tests" / "guides" / "tea-fair"
NOW = datetime(2031, 4, 5, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
"""The second of five days, a Saturday."""
