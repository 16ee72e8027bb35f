"""The festival that is served says what the newspaper says, and nothing else."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from knowledge.base import Knowledge, build_knowledge
from knowledge.checking import find_faults
from knowledge.loading import load_festival
from knowledge.model import DayPart, Fact, Listing, Occurrence, Quantity, Relation, Schedule, Text, ValueKind
from tests.knowledge.folders import KNOWLEDGE, language

if TYPE_CHECKING:
    from collections.abc import Iterator

FILM_WEEK = KNOWLEDGE / "festivals" / "film-week"
PAPER = "yuxi-dushibao"


@lru_cache(maxsize=1)
def film_week() -> Knowledge:
    """The knowledge served."""
    return build_knowledge(language(), [load_festival(FILM_WEEK, language())])


def words_of(fact: Fact) -> str:
    """All that a fact can make a reply say."""
    match fact.value:
        case Text(text=text):
            return f"{fact.say}\n{text}"
        case Quantity(amount=amount, unit=unit):
            return f"{fact.say}\n{amount.normalize():f}{unit}"
        case Listing(elements=elements):
            return "\n".join([fact.say, *(f"{one.name}\n{one.say}" for one in elements)])
        case Relation(entities=entities):
            return "\n".join([fact.say, *(film_week().entities[one].name for one in entities)])
        case Schedule():
            return fact.say


def all_texts() -> Iterator[tuple[str, str]]:
    """Everything that can be said of the festival, each with the id under which replies carry it."""
    knowledge = film_week()
    facts = [fact for entity in knowledge.entities.values() for fact in entity.facts.values()]
    yield from ((fact.id, words_of(fact)) for fact in facts)
    yield from ((entry.fact_id, entry.answer) for entry in knowledge.entries.values())
    yield from ((".".join(key), record.say) for key, record in knowledge.unpublished.items())


def test_folder_has_no_faults() -> None:
    assert find_faults(FILM_WEEK, language()) == ()


def test_every_fact_and_entry_comes_from_the_newspaper() -> None:
    knowledge = film_week()
    facts = [fact for entity in knowledge.entities.values() for fact in entity.facts.values()]
    assert {one.source for one in (*facts, *knowledge.entries.values())} == {PAPER} == set(knowledge.sources)


def test_festival_has_its_days_and_its_demonstration_clock() -> None:
    frame = film_week().frame
    assert (frame.first, frame.last) == (date(2024, 6, 25), date(2024, 6, 30))
    assert frame.demo == datetime(2024, 6, 26, 16, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_only_what_has_a_day_in_the_newspaper_takes_place_on_a_day() -> None:
    opening = Occurrence(first=date(2024, 6, 26), last=date(2024, 6, 26), venue="expo-center")
    evenings = (date(2024, 6, 25), date(2024, 6, 30))
    assert {one.id: one.occurrences for one in film_week().entities.values() if one.occurrences} == {
        "film-week": (Occurrence(first=evenings[0], last=evenings[1]),),
        "opening": (Occurrence(first=opening.first, last=opening.last, at=time(20), venue="expo-center"),),
        "golden-digit-honour": (opening,),
        "sister-signing": (opening,),
        "screenings": (Occurrence(first=evenings[0], last=evenings[1], part=DayPart.EVENING, venue="all-districts"),),
    }


MEMBERS = {
    ("activity", None): [
        "电影周开幕式",
        "影视科创展览",
        "主题沙龙",
        "全国大学生48小时虚拟制作大赛决赛盛典",
        "大师讲堂",
        "青年影人扶持计划",
        "电影项目创投座谈会",
        "科技电影展映",
    ],
    ("zone", "exhibition"): ["未来智界", "维度新生", "虚拟创世", "影像奇镜", "智联生态"],
    ("area", "exhibition"): ["电影工业化展区", "虚拟拍摄展区", "AI展示展区", "后期特效展区", "智能全流程展区"],
    ("venue", None): ["永川国际会展中心", "永川科技片场"],
    ("person", None): ["管洪", "张智奎", "张小梅", "张琼"],
    ("partner", None): ["意大利锡耶纳大地国际电影节"],
}


@pytest.mark.parametrize(("kind", "of"), MEMBERS)
def test_things_of_a_kind_are_those_of_the_newspaper_in_its_order(kind: str, of: str | None) -> None:
    assert [one.name for one in film_week().members(kind, of)] == MEMBERS[kind, of]


ELEMENTS = {
    "film-week.organisers": [
        "中国电影家协会",
        "中共重庆市委宣传部（重庆市电影局）",
        "重庆市科学技术局",
        "重庆市广播电视局",
        "中共重庆市永川区委员会",
        "永川区人民政府",
    ],
    "salon.topics": [
        "科技创新赋能影视产业",
        "虚拟制作与电影工业升级",
        "AIGC与影视元宇宙产教融合发展",
        "影视版权交易与生态发展",
    ],
    "masterclass.topics": ["行业技术发展趋势", "前沿科技的运用", "电影艺术创作经验"],
    "contest.schools": ["北京电影学院", "中国传媒大学"],
    "training.organisers": [
        "中国传媒大学媒体融合与传播国家重点实验室协同创新中心",
        "中国元宇宙与数字人才培养公益行动组委会",
    ],
    "zone-future.companies": ["出门问问"],
    "zone-virtual.companies": ["中影", "达瓦科技"],
    "zone-ecosystem.companies": ["华为", "天浩盛世", "北大计算艺术实验室"],
    "zone-dimension.technologies": ["穹顶光场", "虚拟交互技术", "AI3D技术"],
    "film-city.strengths": ["区位交通便捷", "自然环境优美", "功能配套完善", "人才资源充沛"],
}


def names_in(fact: Fact) -> list[str]:
    """The names of a list, or of the things that a relation leads to."""
    match fact.value:
        case Listing(elements=elements):
            return [one.name for one in elements]
        case Relation(entities=entities):
            return [film_week().entities[one].name for one in entities]
        case _:
            return []


@pytest.mark.parametrize("fact", ELEMENTS)
def test_lists_have_the_names_of_the_newspaper(fact: str) -> None:
    thing, _, attribute = fact.partition(".")
    assert names_in(film_week().entities[thing].facts[attribute]) == ELEMENTS[fact]


WORDS = {
    "film-week.time": ["6月25日（周二）至30日（周日）", "6天"],
    "film-week.venue": ["永川区"],
    "film-week.theme": ["科影共生·光映未来"],
    "film-week.edition": ["首届"],
    "film-week.year": ["2024年", "原文没有写年份"],
    "film-week.organisers": ["6家"],
    "film-week.activity-count": ["8项"],
    "film-week.content": ["电影科技"],
    "film-week.guests": ["投资人、制片人、创作者以及电影爱好者"],
    "opening.time": ["6月26日（周三）20:00"],
    "opening.venue": ["永川国际会展中心"],
    "opening.theme": ["科技服务人类，科技致敬艺术"],
    "opening.content": ["电影金数字荣誉", "锡耶纳大地国际电影节"],
    "exhibition.venue": ["永川科技片场", "永川国际会展中心"],
    "exhibition.theme": ["光影江山", "人工智能革新电影产业"],
    "exhibition.introduced-by": ["张小梅"],
    "salon.form": ["圆桌对话"],
    "contest.teams": ["20支"],
    "contest.guests": ["《长空之王》导演"],
    "contest.selection": ["初赛"],
    "masterclass.guests": ["行业资深专家"],
    "youth-plan.content": ["长短片展映", "项目推介", "政策宣传"],
    "pitching.submissions": ["运用虚拍、AI等技术"],
    "pitching.guests": ["投资人", "基金公司", "出品", "发行"],
    "screenings.time": ["6月25日（周二）至30日（周日）每天晚上", "几点开映还没有公布"],
    "screenings.venue": ["全市各区县"],
    "screenings.form": ["露天展映与院线播放"],
    "screenings.price": ["免费"],
    "screenings.audience": ["广大群众"],
    "sister-signing.partner": ["意大利锡耶纳大地国际电影节"],
    "golden-digit-honour.audience": ["科学家", "大国工匠"],
    "zone-dimension.highlights": ["世界最高精度的动态光场三维采集系统", "穹顶光场"],
    "zone-virtual.highlights": ["国内首次", "水戏影视题材"],
    "tech-studio.highlights": ["西部唯一、全国领先"],
    "virtual-stage.highlights": ["空间最大、亮度最高、标准最优"],
    "vocational-students.student-count": ["近20万"],
    "press-conference.time": ["6月12日"],
    "press-conference.host": ["张琼"],
    "guan-hong.role": ["重庆市委宣传部常务副部长", "市电影局局长", "重庆广电集团（总台）党委书记、台长"],
    "zhang-zhikui.role": ["永川区委书记"],
    "zhang-xiaomei.role": ["永川区委常委、宣传部部长", "区委新闻发言人"],
    "zhang-qiong.role": ["市委宣传部副部长", "市政府新闻办主任"],
    "zhong-mei.role": ["记者"],
    "chen-shichuan.role": ["摄影记者"],
}


@pytest.mark.parametrize("fact", WORDS)
def test_facts_have_the_words_of_the_newspaper(fact: str) -> None:
    said = dict(all_texts())[fact]
    assert [word for word in WORDS[fact] if word not in said] == []


INCOMPLETE = ["contest.schools", "exhibition.companies", "zone-future.companies", "training.organisers"]


@pytest.mark.parametrize("fact", INCOMPLETE)
def test_lists_that_the_newspaper_leaves_open_are_not_counted_as_complete(fact: str) -> None:
    thing, _, attribute = fact.partition(".")
    assert not film_week().entities[thing].facts[attribute].complete


NOT_SAID = {
    "film-week": "price booking attendance budget sponsors undertakers contact website volunteers next-edition",
    "opening": "price end duration hall seats host guests guest-list programme red-carpet live entry-time admission",
    "golden-digit-honour": "winners prize recipient-count selection registration",
    "sister-signing": "signatories agreement guests",
    "exhibition": "time hours price exhibitor-count booth-fee registration area layout",
    "salon": "time venue guest-list sessions admission registration",
    "training": "time attendance registration",
    "contest": "time venue task prize winners admission",
    "masterclass": "time venue guest-list sessions registration",
    "youth-plan": "time venue funding registration films",
    "pitching": "time venue registration guest-list funding",
    "screenings": "films film-count clock sites booking rain",
    "idol-concert": "time venue guests price",
    "digital-platform": "time website download functions",
    "culture-app": "time website download functions",
    "closing-ceremony": "time venue summary",
    "expo-center": "address transport parking shuttle lodging food accessibility luggage security age pets",
    "film-policy": "content",
    "virtual-stage": "area",
    "tech-studio": "address admission hours",
    "guan-hong": "personal contact",
}


@pytest.mark.parametrize("thing", NOT_SAID)
def test_what_the_newspaper_does_not_say_is_no_fact(thing: str) -> None:
    """Nor is it a word that nobody knows: each is an attribute, so that one is told that it is not announced."""
    asked = NOT_SAID[thing].split()
    assert [one for one in asked if one not in film_week().attributes or film_week().fact(thing, one)] == []


def test_only_the_screenings_have_a_price_and_are_free() -> None:
    knowledge = film_week()
    money = {one.id for one in knowledge.attributes.values() if one.value is ValueKind.MONEY}
    facts = [fact for one in knowledge.entities.values() for fact in one.facts.values() if fact.attribute in money]
    assert [(fact.id, fact.value) for fact in facts] == [("screenings.price", Quantity(amount=0, unit="元"))]


def test_no_sum_is_stated_but_that_of_another_article() -> None:
    sums = {
        (name, found)
        for name, text in all_texts()
        for found in re.findall(r"[\d一二三四五六七八九十百千万]+亿?元", text)
    }
    assert sums - {("screenings.price", "0元")} == {("faq:no-relation-1849", "1849亿元")}


def test_no_hour_is_stated_but_that_of_the_opening() -> None:
    hour = r"\d{1,2}[:：]\d{2}|[\d一二三四五六七八九十]+[点时](?=[钟整半开举）至到])"
    assert {found for _, text in all_texts() for found in re.findall(hour, text)} <= {"20:00", "8点", "20时"}


def test_no_day_is_stated_but_those_of_the_newspaper() -> None:
    day = r"(?:(\d{1,2})月)?(\d{1,2})[日号]"
    found = {int(found[1]) for _, text in all_texts() for found in re.findall(day, text)}
    months = {int(found[0]) for _, text in all_texts() for found in re.findall(day, text) if found[0]}
    assert (found, months) == ({12, 25, 26, 30}, {6})


def test_no_number_is_stated_that_is_neither_in_the_newspaper_nor_a_count_of_its_names() -> None:
    printed = {2024, 6, 12, 25, 26, 30, 20, 0, 8, 48, 17, 1849, 1, 5}
    counts = {2, 3, 4, 5, 6, 8}
    found = {int(found) for _, text in all_texts() for found in re.findall(r"\d+", text.replace("200000人", ""))}
    assert found - printed - counts == set()


def test_nobody_is_named_whom_the_newspaper_does_not_name() -> None:
    """The director of 《长空之王》 stays without a name."""
    assert [name for name, text in all_texts() if "刘晓世" in text] == []
