"""How times are written: one pattern for each form, and the scanner made of them.

Patterns are verbose regular expressions; `{NAME}` in one stands for the fragment of that name. Each is
bounded, so that a long text costs time in proportion to its length. What a form means is settled elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.understanding.time_words import (
    AHEAD,
    DAYS_AWAY,
    DAYS_OF_MONTH,
    MONTHS_OF_YEAR,
    NOW,
    PARTS,
    STEPS,
    YEARS_AWAY,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.understanding.model import Span

ANCHORS = tuple(chr(code) for code in range(0xE000, 0xE0FE))
"""Private characters; each stands for the first character of one word for a special day."""
FILLING = "\ue0fe"
"""Stands for each further character of such a word."""
BLANK = "\ue0ff"
"""Stands for each character that is no part of a time: titles, 今日头条."""

TRADITIONAL = "後週號點鐘鍾時間這個禮兩開閉當裡裏晝內來從過現會兒幾淩結賽廳館門線兇聽還與將過黃見樓頭條雖車場區聯軟閱"
SIMPLIFIED = "后周号点钟钟时间这个礼两开闭当里里昼内来从过现会儿几凌结赛厅馆门线凶听还与将过黄见楼头条虽车场区联软阅"
FOLDED = MappingProxyType(
    {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
    | {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    | {ord(space): " " for space in ("\u3000", "\t", *ANCHORS, FILLING, BLANK)}
    | {ord(old): new for old, new in zip(TRADITIONAL, SIMPLIFIED, strict=True)},
)
"""Character for character, so that spans stay what they are."""


def _any_of(words: Iterable[str], *, longer_than: int = 0) -> str:
    """Alternatives, the longest first: 大后天 before 后天."""
    fitting = [word for word in words if len(word) > longer_than]
    return f"(?:{'|'.join(sorted(fitting, key=len, reverse=True))})"


FRAGMENTS: Mapping[str, str] = MappingProxyType(
    {
        "ANCHOR": f"[{ANCHORS[0]}-{ANCHORS[-1]}]",
        "FILLING": FILLING,
        "C": "一二三四五六七八九",
        "ANY": "零〇一二两三四五六七八九十百廿卅",
        # not cut out of a longer number, nor of 第三
        "WHOLE": r"(?<![\d.第零〇一二两三四五六七八九十百千万廿卅])",
        "END": r"(?![\d零〇一二两三四五六七八九十百千万廿卅])",
        # 26, 06, 二十六, 廿六; and with it 六, 两
        "LARGE": r"(?:{WHOLE}(?:0?[1-9]|[1-3]\d|[{C}]?十[{C}]?|[廿卅][{C}]?){END})",
        "SMALL": r"(?:{LARGE}|{WHOLE}[零〇]?[{C}两]{END})",
        # the number of a 第: 第三天
        "NTH": r"(?:(?:\d{1,2}|[{C}]?十[{C}]?|[{C}两]){END})",
        # 周三八点 is Wednesday at eight
        "HOUR": r"""(?:(?:{WHOLE}|(?<=[周期拜][一二三四五六]))
            (?:2[0-4]|[01]?\d|二十[一二三四]?|十[{C}]?|[零〇{C}两])(?![\d十]))""",
        "COUNT": r"(?:{WHOLE}(?:\d{1,4}(?:\.\d)?|[{ANY}]{1,4})|半|几|数)",
        "TO": r"(?:到|至|直到|[-~—–]{1,2})",
        "AND": r"(?:、|,|和|跟|与|及|或者?|还有)",
        # 26、27号: what follows a day that has no 号 of its own
        "CHAIN": r"(?=(?:\s?(?:{TO}|{AND})\s?{SMALL}){1,4}\s?(?:号{NO_PLACE}|日{NO_GOODS}))",
        # 3号厅 but 26号门票, 1号展馆 but 26号展览
        "NO_PLACE": r"""(?!厅|线(?!上|下)|馆|门(?!票)|楼|展[厅馆区位棚台]|场[馆地]|机[位棚]|车[厢位站库]|院(?!线)
            |入口|出口|窗口|店|码头|棚|座|桌|影[厅棚]|会议室|会场|检票|选手|作品|球|仓|库|房|站|路|区|摊|柜|舞台|台
            |停车|屏|塔|文件|公路|通道|地块|安检)""",
        # 二十日元, 3日游
        "NO_GOODS": r"(?!元(?!旦)|内|游|报|本|语|子|常|程)",
        # 1.5倍, 10-15元
        "NO_UNIT": r"(?![\d.:/]|\s?(?:[%‰倍分元块万亿米个人名支折度星版岁点时比°队组公毫千平]|[a-z]))",
        "YEAR": r"""(?:(?P<year>(?<!\d)(?:1\d|20)\d\d|(?<!\d)\d\d(?=年\s?\d{1,2}月)
            |(?<![{ANY}])(?:[一二][零〇{C}]{3}|[零〇{C}]{2}(?=年))(?![{ANY}]))\s?年|(?P<near_year>{YEARS_AWAY}))""",
        "MONTH": r"(?:(?P<month>{SMALL}|(?<![\d{ANY}])元)\s?月份?|{FRESH}(?P<step>{STEPS})个?月份?(?!台|刊|球))",
        # 下周, but not of 问一下周三 or 线下周边
        "FRESH": r"(?<![线网地楼台乡一])",
        "WEEK": r"(?:周|星期|礼拜)",
        # 周一共有, 周五大主题, 周日程; but 周一天气
        "NO_COUNT": r"""(?![点时个月号场大项次种位部共直起定般些支条名篇年届]|天(?!气)
            |(?<=日)[程报常]|(?<=天)气|[{C}十](?!点|十|[{C}]点))""",
        "LENGTH": r"(?:{COUNT}个?半?{UNIT}(?:半(?!夜))?)",
        "UNIT": r"(?:分钟|刻钟|秒钟|小时|钟头|星期|礼拜|(?<=个)月|(?<=个半)月|(?<=个)钟|天|周(?!年)|年|秒)",
        # 分 and 夜 only after another unit: 2小时30分, 三天两夜
        "REST": r"(?:[又零]?(?:{LENGTH}|{SMALL}[分夜晚](?!钟|之))){0,2}",
        "FINE": r"(?:{COUNT}个?半?(?:分钟|刻钟|小时|钟头|钟))",
        # 两点建议
        "MATTERS": r"""(?:建议|要求|意见|注意|原因|优势|特点|问题|想法|疑问|疑惑|说明|补充|感受|体会|好处|理由
            |内容|希望|收获|提示)""",
        "MINUTE": r"(?:[0-5]\d(?!\d)|[二三四五]?十[{C}]?|[零〇][{C}])",
    }
    | {
        "AWAY": _any_of(DAYS_AWAY, longer_than=1),
        "YEARS_AWAY": _any_of(YEARS_AWAY),
        "STEPS": _any_of(STEPS),
        "DAYS_OF_MONTH": _any_of(DAYS_OF_MONTH),
        "MONTHS_OF_YEAR": _any_of(MONTHS_OF_YEAR),
        "PART": _any_of(PARTS, longer_than=1),
        "AHEAD": _any_of(AHEAD),
        "NOW": _any_of(NOW),
    },
)

FORMS: Mapping[str, str] = MappingProxyType(
    {
        # 开幕当天, 开幕当晚, 开幕第二天, 开幕前一天, 开幕三天后, 开幕后; not 开幕前半小时
        "anchored": r"""(?P<anchor>{ANCHOR}){FILLING}*+(?:式|仪式|典礼)?的?(?:
            (?P<same>[当那这](?:天|日|一天|(?=晚))|首日|日(?!程))
            |(?:[之以]?后的?)?第(?P<nth>{NTH})(?:天|日|个?(?=晚))
            |[之以]?(?P<way>[前后])的?(?P<many>{SMALL})(?:天|日|个?(?=晚))
            |[之以]?(?P<eve>前)(?:夕|(?=[晚夜]))
            |(?P<more>{SMALL})天[之以]?(?P<turn>[前后])
            |(?=[之以]?[前后](?!台|{FINE}))(?P<open>))""",
        # 第一天, 首日, 最后一晚, 倒数第二天, 前三天, 最后两天
        "counted": r"""(?<![每后前])(?:第(?P<nth>{NTH})|(?P<head>首日|头一?天|[头首]一?个?(?=晚))
            |倒数第(?P<nth_last>{NTH})
            |(?P<side>最后|头|[前后](?![一1][天日个晚]))(?P<many>{SMALL}))
            (?(head)|(?:天|日|个?(?=[晚夜])))(?!内|性)""",
        # 今天, 大后天, 这几天; 今晚, 明早, 昨下午, 前晚
        "near": r"""(?P<near>(?!最近(?:的|{LENGTH})|[前后]天[气空]|(?<=[之以今])[前后]|(?<=离我)最近){AWAY}
            |[今明昨](?=[早晚夜晨午]|[上中下]午|凌晨|半夜|傍晚)|(?<![之以])[前后](?=晚(?![上些点会饭])))""",
        # 2024-06-26, 2024/6/26, 2024.6.26
        "numeric": r"""(?<![\d.:/-])(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?)
            (?![\d%])[日号]?""",
        # 6.26, 6/26, 06-26; not 1.5倍, 5.1声道, 10-15人
        "short": r"""(?<![\d.:/a-z$¥])(?:(?<![~-])|(?=\d\d?[./]))(?P<month>0?[1-9]|1[0-2])
            (?:/|\.(?=\d\d|\d[日号])|-(?=1[3-9]|2\d|3\d)|(?<=[01]\d)-(?=[0-3]\d))
            (?P<day>[0-3]?\d)(?!\d|%|[./-]\d{1,2}(?![\d./-]))(?:[日号]{NO_PLACE}|{NO_UNIT})""",
        # 2024年6月26日, 六月二十六, 下个月5号, 6月底, 今年6月
        "dated": r"""(?:{YEAR}\s?的?)?{MONTH}(?:
            \s?的?(?P<day>{SMALL})(?:\s?[日号]{NO_PLACE}|{CHAIN}|(?!\s?[日号个点时:天人部场项年周分秒度元小支队]))
            |份?的?(?P<edge>{DAYS_OF_MONTH})(?!间)|(?![薪饼票亮色球老]))""",
        # 26号, 26日, 二十六号; 25到30号
        "day": r"(?<![a-z])(?:(?P<day>{SMALL})\s?(?:号{NO_PLACE}|{CHAIN})|(?P<date>{LARGE})\s?日{NO_GOODS})",
        # 1至5月
        "month": r"(?P<month>{SMALL})(?=\s?{TO}\s?{SMALL}\s?月)",
        "edge": r"(?<![个\d])月(?P<edge>初|底|末|[上中下]旬|中(?!间))",
        "year": r"{YEAR}(?:的?(?P<half>第?{MONTHS_OF_YEAR})|(?P<year_end>[初底末中](?!国)))?(?![级代])",
        "half": r"(?<!大)(?P<half>第?{MONTHS_OF_YEAR})",
        # 周三, 下周三, 周六日, 周一至五, 这周末, 每周三
        "weekday": r"""(?P<each>每个?)?(?:{FRESH}(?P<step>{STEPS})个?(?:{WEEK}的?)?)?{WEEK}(?:
            (?P<weekend>末)(?:两[天日])?
            |(?P<weekday>[一二三四五六日天]|[1-7](?!\d))
            (?:(?:\s?{TO}\s?|(?:、[二三四五六]){0,4}、)
                (?P<to_weekday>[二三四五六日天](?!点))|(?P<and_weekday>(?<=[五六])[六日](?!点)))?{NO_COUNT})""",
        "week": r"{FRESH}(?P<step>{STEPS})个?{WEEK}(?![年边围期刊岁到])",
        # 提前半小时, 开演前20分钟, 结束后两小时
        "margin": r"""(?P<way>提前|提早|早到|[之以]?[前后](?={FINE}))(?P<length>{LENGTH}{REST})(?![内以之前后])""",
        # 未来三天, 过去两小时, 最近一周
        "stretch": r"""{FRESH}(?![上下前][一1]天)(?P<way>{AHEAD})的?(?!半周)(?P<length>{LENGTH}{REST})
            (?:之内|以内|内|里|间)?""",
        # 过三天, 再过两小时
        "passing": r"""(?:再过|(?<![\u4e00-\u9fff])过|(?<=[问要等道])过)(?P<length>{LENGTH}{REST})
            (?:[之以]?后)?""",
        # 三天, 一个半小时, 三天两夜; 三天后, 半小时前, 两小时内
        "length": r"""(?!(?<=[有哪那这每某同当头新前后上下])一[天年])(?P<length>{LENGTH}{REST})
            (?![级代轻会龄度货薪糕终庆边围刊岁赛线])(?:\s?[之以过]?(?P<way>后(?![台面门])|前(?![台面门排后])|内))?""",
        "each": r"(?:每一?天|每日|天天(?![气空黑亮])|日日|每个?(?=[晚早夜]|[上中下]午|白天|凌晨|傍晚|清晨))",
        "now": r"(?<![体出表实呈展])(?P<now>{NOW})",
        # 20:00, 8:30pm
        "digital": r"""(?<![\d.:])(?:(?P<before>[ap]m)\s?)?(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)
            (?::[0-5]\d)?(?![\d:])(?:\s?(?P<after>[ap]m)(?![a-z]))?""",
        # 8pm, pm8
        "western": r"""(?<![\d.:a-z])(?:(?P<before>[ap]m)\s?)?(?P<hour>1[0-2]|0?[1-9])(?!\d)
            (?(before)点?|\s?(?P<after>[ap]m)(?![a-z]))""",
        # 差一刻八点, 差十分八点
        "short_of": r"差(?P<missing>一刻|{SMALL})(?:分钟?|钟)?到?(?P<hour>{HOUR})点",
        # 8点, 八点半, 两点一刻, 20时, 20点15分; not 评分八点五
        "clock": r"""(?P<hour>{HOUR})\s?(?P<unit>点钟|点|时(?![间候尚代期段长髦装机常光刻空速分区]))(?:
            (?P<half>半)|过?(?P<quarter>[一二两三123])刻钟?|(?P<minute>{MINUTE}分?|{SMALL}分)(?![个人部场支元岁项位之])
            |[整正](?!在)
            |(?![{C}\d](?:$|[\s,。?!？！、折倍元%度级米的分刻])|\d{1,2}倍|都|也|儿|不(?!到)|{MATTERS}))(?:左右|前后|许|多(?!少))?""",
        # 晚上七八点
        "about": r"{WHOLE}(?P<hour>[{C}])[{C}]点钟?(?:左右|多(?!少))?(?!{MATTERS})",
        # 8到10点
        "hour": r"(?P<hour>{HOUR})(?=\s?{TO}\s?{HOUR}\s?(?:点|时(?!间)))",
        # 晚上, 凌晨; 26号晚, 晚8点
        "part": r"""(?P<part>{PART}|(?<=[今明昨前后每])[早晨午晚夜]
            |(?<!最)[早晨午晚夜](?![些了于会饭餐婚安已期年辈熟恋班宵市景点]))""",
    },
)

JOIN = re.compile(r"t|[\s的,()]{0,2}")
"""What may stand between a day and its hour: 26号（周三）晚上的8点."""
DAY_JOIN = re.compile(r"[\s(]{0,2}")
"""What may stand between a day and its weekday."""
TO = re.compile(r"(?:开始)?\s?(?:到|至|直到|[-~—–]{1,2})\s?")
AND = re.compile(r"\s?(?:、|,|和|跟|与|及|或者?|还有)\s?")
FROM = frozenset("从自由")
BETWEEN = re.compile(r"之间|期间|间(?!隔)")
"""After the end of a range."""


def expand(form: str) -> str:
    """The form with every `{NAME}` replaced."""
    while (expanded := re.sub(r"\{([A-Z_]+)\}", lambda name: FRAGMENTS[name[1]], form)) != form:
        form = expanded
    return form


SIDE = re.compile(
    expand(
        r"""\s?的?(?:[之以]?(?P<side>[前后])(?![台往面排景沿进门来期夕勤续备]|一?[天晚]|{FINE})
        |(?P<end>为止|以来|起(?![点来床飞码步价])))""",
    ),
    re.VERBOSE,
)
"""27号之前, 八点以后, 26号起."""

SIDE_BEFORE = re.compile(r"(?:(?P<end>截[至止]到?|不晚于|最晚|最迟)|(?P<start>不早于|最早))$")
"""截止到6月30日, 不早于8点."""

LENGTH_PARTS = re.compile(
    expand(r"(?P<count>{COUNT}|{SMALL})个?(?P<plus>半)?(?P<unit>{UNIT}|[分夜晚])(?P<half>半(?!夜))?"),
    re.VERBOSE,
)

NO_TIMES = re.compile(
    expand(
        r"""《[^《》]{0,60}》|今日(?:头条|关注|说法)|明日(?:之[星子后]|方舟)|明天会更好|昨日重现|天天向上|一天到晚
        |{HOUR}点钟?方向|(?:早上|上午|中午|下午|晚上)好(?![玩看多像不吃热冷听])|下午茶|24小时制
        |{COUNT}个?小时(?!之?[前后内]|以|就|到|可|能)[\u4e00-\u9fff]{0,8}?(?:大赛|决赛|初赛|比赛|竞赛|赛事|挑战)""",
    ),
    re.VERBOSE,
)
"""What looks like a time and is none."""

SAFE_AFTER = re.compile(
    expand(
        r"""\s?(?:$|[,。.?？!！、)]|{TO}|{AND}
        |[前后之以左开有的吗呢吧啊嘛么场集进入出在去来见能可还就会看是播放演举结过行])""",
    ),
    re.VERBOSE,
)
"""What may follow a bare 两点 that is an hour."""
COUNTING_BEFORE = frozenset("有这那说提讲几哪第前后上下")
"""有两点: more often a count than an hour."""
SURE_AFTER = re.compile(expand(r"\s?(?:{TO}|开[始场演放]|[之以]?前|[之以]?后|的场)"), re.VERBOSE)
"""What makes an hour even of 有两点 and 一点."""
COMPARING_BEFORE = frozenset("宜早晚快慢多少大小好细体单楚近远贵高低热冷差")
"""便宜一点."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """One time word."""

    form: str
    groups: Mapping[str, str]
    span: Span


def _named(form: str, source: str) -> str:
    """The form as a group of its name, its own groups named after it too."""
    named = re.sub(r"\(\?(P<|P=|\()(\w+)", rf"(?\1{form}__\2", expand(source))
    return f"(?P<{form}>{named})"


def _starts() -> str:
    """Every character that a form can start with, as a class; most text is passed over by it."""
    tables = (AHEAD, DAYS_AWAY, MONTHS_OF_YEAR, NOW, PARTS, STEPS, YEARS_AWAY)
    firsts = {word[0] for table in tables for word in table}
    others = "几数半元月差提再每天日第倒首头周星礼之以ap"
    return rf"[\d{''.join(sorted(firsts))}{FRAGMENTS['ANY']}{others}{ANCHORS[0]}-{ANCHORS[-1]}]"


_SCANNER = re.compile(
    f"(?={_starts()})(?:" + "|".join(_named(form, source) for form, source in FORMS.items()) + ")",
    re.VERBOSE,
)
_GROUPS: Mapping[str, tuple[tuple[str, int], ...]] = MappingProxyType(
    {
        form: tuple(
            (name.removeprefix(f"{form}__"), number)
            for name, number in _SCANNER.groupindex.items()
            if name.startswith(f"{form}__")
        )
        for form in FORMS
    },
)


def fold(text: str) -> str:
    """Half-width, lower case, simplified where times are concerned; as long as the text."""
    return text.translate(FOLDED)


def mark(text: str, words: Mapping[str, str]) -> str:
    """The text with each word replaced by its anchor and as much filling as keeps the length."""
    for word in sorted(filter(None, words), key=len, reverse=True):
        text = text.replace(word, words[word].ljust(len(word), FILLING))
    return text


def blank(text: str) -> str:
    """The text with what only looks like a time made unreadable."""
    return NO_TIMES.sub(lambda found: BLANK * len(found[0]), text)


def scan(text: str) -> Iterator[Atom]:
    """The time words of a folded text, in order."""
    for found in _SCANNER.finditer(text):
        form = found.lastgroup or ""
        groups = {name: found[number] for name, number in _GROUPS[form] if found[number] is not None}
        yield Atom(form=form, groups=MappingProxyType(groups), span=found.span())
