"""How times are written: one pattern for each form, and the scanner made of them.

Patterns are verbose regular expressions; `{NAME}` in one stands for the fragment of that name. Each is
bounded, so that a long text costs time in proportion to its length. What a form means is settled elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.understanding.time_holidays import ALONE, HOLIDAYS
from bot.understanding.time_words import (
    AHEAD,
    DAYS_AWAY,
    DAYS_OF_MONTH,
    MONTHS_OF_YEAR,
    NOW,
    PARTS,
    SEASONS,
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

TRADITIONAL = (
    "來倉個備傢價優兇兒內兩動勞區單圍場塊婦實將尋屆嵗師幾廳廂後從慶摺攤數於時晝曆曉會條樓樹機檯櫃歲歷歸決淩滿為熱獲現當碼禮種穀競節約級細終組結線網總續聯"
    "聽臘臺與舉舊萬處號蟄裏裡裝製見親計許註評誕說議護貴賽車軍軟輕農這週進遊過遠遲選還邊點鐘鍾長門開閉間閏閱關陰陽隊際雖雙離項頭題飛飯館驚體麼黃黨齡龍國聖"
)
SIMPLIFIED = (
    "来仓个备家价优凶儿内两动劳区单围场块妇实将寻届岁师几厅厢后从庆折摊数于时昼历晓会条楼树机台柜岁历归决凌满为热获现当码礼种谷竞节约级细终组结线网总续联"
    "听腊台与举旧万处号蛰里里装制见亲计许注评诞说议护贵赛车军软轻农这周进游过远迟选还边点钟钟长门开闭间闰阅关阴阳队际虽双离项头题飞饭馆惊体么黄党龄龙国圣"
)
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
        "BLANK": BLANK,
        "C": "一二三四五六七八九",
        "ANY": "零〇一二两三四五六七八九十百廿卅",
        # 七八月, 两三天: about so many
        "PAIR": "(?:一两|两三|一二|二三|三四|四五|五六|六七|七八|八九|三五)",
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
        # 3, 1.5, 十五, 十几, 二十多
        "COUNT": r"(?:{WHOLE}{MANY}|半|几|数)",
        "MANY": r"(?:\d{1,4}(?:\.\d)?|(?!百年)[{ANY}]{1,4})[几多来余]?",
        "TO": r"(?:到|至|(?<!一)直到|[-~—–]{1,2})",
        "AND": r"(?:、|,|和|跟|与|及|或者?|还有)",
        # 26、27号: what follows a day that has no 号 of its own
        "CHAIN": r"(?=(?:\s?(?:{TO}|{AND})\s?{SMALL}){1,4}\s?(?:号{NO_PLACE}|日{NO_GOODS}))",
        # 3号厅 but 26号门票, 1号展馆 but 26号展览
        "NO_PLACE": r"""(?!厅|线(?!上|下)|馆|门(?!票)|楼|展[厅馆区位棚台]|场[馆地]|机[位棚]|车[厢位站库]|院(?!线)
            |入口|出口|窗口|店|码头|棚|座|桌|影[厅棚]|会议室|会场|检票|选手|作品|球|仓|库|房|站|路|区|摊|柜|舞台|台
            |停车|屏|塔|文件|公路|通道|地块|安检|位|院|口(?!碑)|公馆)""",
        # 二十日元, 3日游
        "NO_GOODS": r"(?!元(?!旦)|[之以]?内|游|报|本|语|子|常|程)",
        # 三日后, 5日内: a number of days
        "SOME_DAYS": r"""(?:(?:\d|[{C}]|十)日(?=[之以过]?后)|[{C}两十]{1,3}日(?=[之以]?前(?![期往]))
            |\d{1,3}日(?=[之以]?内))""",
        # 1.5倍, 10-15元
        "NO_UNIT": r"(?![\d.:/]|\s?(?:[%‰月倍分元块万亿米个人名支折度星版岁点时比°队组公毫千平]|[a-z]))",
        "YEAR": r"""(?:(?P<year>(?<!\d)(?:(?:1\d|20)\d\d|0\d(?=年)|\d\d(?=年(?:\s?{SMALL}月|度|[年的]?[初底末])))
            |(?<![{ANY}])(?:[一二][零〇{C}]{3}|[一二两]千(?=[零〇{C}十]|年\w{1,3}月)[零〇]?[{C}]?十?[{C}]?
                |(?!{PAIR})[零〇{C}]{2}(?=年))(?![{ANY}]))\s?年|(?P<near_year>{YEARS_AWAY})(?![纪龄级货轻]))""",
        # 2015, 二零一五
        "FULL_YEAR": r"(?:(?<![\d.])(?:1[89]|20)\d\d|(?<![{ANY}])[一二][零〇{C}]{3})",
        "MONTH": r"(?:(?P<month>{SMALL}|(?<![\d{ANY}])元)\s?月份?|{FRESH}(?P<step>{STEPS})个?月份?(?!台|刊|球))",
        # 下周, but not of 问一下周三 or 线下周边
        "FRESH": r"(?<![线网地楼台乡一晚早])",
        "WEEK": r"(?:周|星期|礼拜)",
        # 周一共有, 周五大主题, 周日程; but 周一天气
        "NO_COUNT": r"""(?![点时个月号场大项次种位部共直定般些支条名篇年届]|天(?!气)
            |(?<=日)[程报常]|(?<=天)气|(?<=一)起|[{C}十](?!点|十|[{C}]点))""",
        "LENGTH": r"(?:{COUNT}个?[多几]?半?整?\s?{UNIT}(?:半(?!夜))?)",
        "UNIT": r"""(?:分钟|刻钟|秒钟|小时|钟头|星期|礼拜|(?<=个)(?:季度|世纪|工作日)
            |(?<=个)月|(?<=个多)月|(?<=个半)月|(?<=个)钟
            |(?<=个半)钟|天|周(?!年)|年(?!代)|秒
            |日(?=[之以过]?后|[之以]?内)|(?<=[{C}两十])日(?=[之以]?前(?![期往]))
            |(?:h|hrs?|hours?|mins?|minutes?|secs?|seconds?)(?![a-z]))""",
        # 分 and 夜 only after another unit: 2小时30分, 三天两夜, 8天又二十个小时
        "REST": r"(?:[又零加]{0,2}(?:{MANY}个?半?{UNIT}|半{UNIT}|{MANY}[分夜晚](?!钟|之(?![前后内])))){0,3}",
        "FINE": r"(?:{COUNT}个?半?(?:分钟|刻钟|小时|钟头|钟))",
        # 两点建议
        "MATTERS": r"""(?:建议|要求|意见|注意|原因|优势|特点|问题|想法|疑问|疑惑|说明|补充|感受|体会|好处|理由
            |内容|希望|收获|提示)""",
        "MINUTE": r"(?:[0-5]\d(?!\d)|[二三四五]?十[{C}]?|[零〇][{C}\d])",
        "MERIDIEM": r"[ap]\.?m\.?(?![a-z])",
        # 当天, 后第二天, 前一天, 前夕, 三天后: of a special day
        "AWAY_FROM_IT": r"""(?P<same>[当那这](?:天|日|一天|(?=晚))|首日|日(?!程))
            |(?:[之以]?后的?)?第(?P<nth>{NTH})(?:天|日|个?(?=晚))
            |[之以]?(?P<way>[前后])的?(?P<many>{SMALL})(?:天|日|(?P<weeks>周|个?(?:星期|礼拜))|个?(?=晚))
            |[之以]?(?P<eve>前)(?:夕|(?=[晚夜]))
            |(?P<more>{SMALL})天[之以]?(?P<turn>[前后])""",
        # 国庆路, 春节档, 圣诞老人, 五一起
        "NO_DAY": r"""(?![路街村镇档歌树卡帽礼片月个十百千万点号日共起般样直定些切同版桥居{C}]|下(?![午昼半])
            |广场|老人|上河图|大[道街]|晚会|联欢|联排)""",
        "LONG": r"(?:的?(?P<long>小?长假|假期|黄金周|期间|(?P<days>{SMALL})天(?![之以]?[前后内])))",
        "LONG_ONE": r"的?(?:小?长假|假期|黄金周|期间)",
        "CENTURY": r"""(?:(?:(?<!\d)(?P<century>1\d|2[01])|(?P<century_word>(?<![{ANY}])(?:十[{C}]|二十一?))
            |{FRESH}(?P<step>{STEPS})个?)世纪(?:的|初)?)""",
        "LUNAR": r"(?:农历|阴历|旧历)",
        "DAY_OF_MOON": r"初[{C}十](?![个场天部位名项])",
        "WHOLES": r"""(?:(?<=[年月份周季度期末拜秋冬春夏])|(?<=[年月周季度期末拜]的)
            |(?<=[春夏秋冬]天)|(?<=[春夏秋冬]天的))""",
    }
    | {
        "AWAY": _any_of(DAYS_AWAY, longer_than=1),
        "ALONE": _any_of(ALONE),
        "HOLIDAYS": _any_of(HOLIDAYS),
        "SEASONS": _any_of(SEASONS),
        "LONG_SEASONS": _any_of(SEASONS, longer_than=1),
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
        "anchored": r"""(?P<anchor>{ANCHOR}){FILLING}*+(?:式|仪式|典礼)?的?(?:{AWAY_FROM_IT}
            |(?=[之以]?[前后](?!台|{FINE}))(?P<open>))""",
        # 22:00到第二天2:00
        "next": r"(?:(?<=[到至~-])|(?<=到了))(?:次日|翌日|第二[天日]|隔[天日])",
        # 十月的第一个周日, 本月最后一天, 今年头三个月, 7月第一周; a part of the days said before
        "within": r"""{WHOLES}
            (?:第(?P<nth>{NTH})|倒数第(?P<nth_last>{NTH})|(?P<side>最后|头|[前后])(?P<many>{SMALL})?)(?:个?{WEEK}(?:(?P<weekday>[一二三四五六日天])|(?P<weekend>末))|(?P<week>周|个?(?:星期|礼拜))|(?P<months>个月)
            |[天日]|个?(?=[晚夜]))(?!内|性)""",
        # 第一天, 首日, 最后一晚, 倒数第二天, 前三天, 最后两天
        "counted": r"""(?<![每后前])(?:第(?P<nth>{NTH})|(?P<head>首日|头一?天|[头首]一?个?(?=晚))
            |倒数第(?P<nth_last>{NTH})
            |(?P<side>最后|头|[前后](?![一1][天日个晚]))(?P<many>{SMALL}))
            (?(head)|(?:天|日|个?(?=[晚夜])))(?!内|性)""",
        # 去年今天
        "anniversary": r"{YEAR}\s?的?(?:今[天日]|同一天|这一?天)",
        # 今天, 大后天, 这几天; 今晚, 明早, 昨下午, 前晚
        "near": r"""(?P<near>
            (?!最近(?:的|这|{LENGTH})|[前后]天[气空性]|(?<=[之以今提])[前后]|(?<=离我)最近|.{1,2}日[程期报常本记]){AWAY}
            |[今明昨听寻琴](?=[早晚夜晨午朝]|[上中下]午|[上下]昼|凌晨|半夜|傍晚)|(?<![之以])[前后](?=晚(?![上些点会饭])))
            (?:的?(?:一整天|一天|全天|整天))?""",
        # 2024-06-26, 2024/6/26, 2024.6.26
        "numeric": r"""(?<![\d.:/])(?:(?<!-)|(?<=\d-))(?P<year>(?:19|20)\d\d)
            \s?(?P<sep>[-/.])\s?(?P<month>\d\d?)\s?(?P=sep)\s?(?P<day>\d\d?)
            (?![\d%])[日号]?""",
        # 20240626
        "compact": r"""(?<![\d.:/a-z-])(?P<year>(?:19|20)\d\d)
            (?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?![\d%.])""",
        # 2024-06
        "numeric_month": r"""(?<![\d.:/a-z-])(?P<year>(?:19|20)\d\d)[-/](?P<month>0[1-9]|1[0-2])
            (?!\d|[-/.:%]\d|年)""",
        # 2015-2017年, 从2015到2017, 2015年至2017年
        "years": r"""(?P<year>{FULL_YEAR})\s?年?\s?{TO}\s?(?P<to_year>{FULL_YEAR})
            (?:\s?年(?!\s?{SMALL}月)|(?!\s?年){NO_UNIT})""",
        # 6.26, 6/26, 06-26; not 1.5倍, 5.1声道, 10-15人
        "short": r"""(?<![\d.:/a-z$¥])(?:(?<![~-])|(?=\d\d?[./]))(?P<month>0?[1-9]|1[0-2])
            (?:/|\.(?=\d\d|\d[日号])|(?<=1[0-2])\.(?=\d\s?{TO}\s?1[0-2]\.)|(?<=[~-]1[0-2])\.
                |-(?=1[3-9]|2\d|3\d)|(?<=[01]\d)-(?=[0-3]\d))
            (?P<day>[0-3]?\d)(?!\d|%|[./-]\d{1,2}(?![\d./-]))(?:[日号]{NO_PLACE}|{NO_UNIT})""",
        # 正月十五, 农历八月十五, 八月初八, 大年初一
        "lunar": r"""(?<!反)(?P<calendar>{LUNAR})?的?(?:{YEAR}\s?的?)?(?P<lunar>{LUNAR})?
            (?(calendar)|(?(lunar)|(?=[正冬腊]月|大年初|闰?[{C}十]{1,2}月{DAY_OF_MOON}|初)))
            (?:(?P<leap>闰)?(?P<month>[正冬腊]|十[一二]|[{C}十]|1[0-2]|[1-9])月|大年(?={DAY_OF_MOON})|(?<=[到至~-])(?={DAY_OF_MOON}))
            (?:的?(?P<day>{DAY_OF_MOON}|{SMALL}(?![个场天部位名项点]))[日号]?)?""",
        # 国庆节, 明年春节, 中秋前一天, 国庆假期; 十一黄金周, 今年冬至
        "holiday": r"""(?:{YEAR}\s?的?(?P<of_year>{HOLIDAYS})|(?<![\d{C}十第周期拜])
                (?:(?P<step>[上下]一?个)的?)?(?:国际)?(?P<holiday>{ALONE}
                |{HOLIDAYS}(?=节(?!目)|(?:国际)?(?:妇女|劳动|儿童|青年|建军|建党)节|国庆|{LONG_ONE}|当天|那天)))
            (?:(?:国际)?(?:妇女|劳动|儿童|青年|建军|建党|国庆)?节气?(?!目)|国庆)?(?:(?=[{C}两\d]天)|{NO_DAY})(?:{LONG}|的?(?:{AWAY_FROM_IT}))?""",
        # 90年代, 上世纪八十年代, 1990年代; 本世纪
        "decade": r"""{CENTURY}?(?P<decade>[1-9]0|[{C}]?十|(?:1[89]|20)\d0|[一二][零〇{C}]{2}零)\s?年代""",
        "century": r"(?:{CENTURY})",
        # 七八月
        "about_months": r"{WHOLE}(?P<months>{PAIR})月份?(?!饼)",
        # 2024年6月26日, 六月二十六, 下个月5号, 6月底, 今年6月
        "dated": r"""(?P<each>每年的?)?(?:{YEAR}[\s,]?的?)?{MONTH}(?:
            \s?的?(?P<day>{SMALL})(?:\s?[日号]{NO_PLACE}|{CHAIN}|(?!\s?[日号月个点时:天人部场项年周分秒度元小支队]))
            |份?的?(?P<edge>{DAYS_OF_MONTH})(?!间)|(?![薪饼票亮色球老]))""",
        # 26号, 26日, 二十六号; 25到30号
        "day": r"""(?P<each>每个?月的?)?(?<![a-z])(?:(?P<day>{SMALL})\s?(?:号{NO_PLACE}|{CHAIN})
            |(?!{SOME_DAYS})(?P<date>{LARGE}|(?<=[到至~-])[{C}])\s?日{NO_GOODS})""",
        # 1至5月
        "month": r"(?:{YEAR}\s?的?)?(?P<month>{SMALL})(?=\s?(?:{TO}|、|和)\s?{SMALL}\s?月)",
        "edge": r"""(?<![个\d])月(?P<edge>初|底|末|[上中下]旬|上中旬|中下旬|中(?!间))
            |{FRESH}(?P<bare_edge>[上中下]旬|[上下前后]半个?月(?![后前内]|[之以][前后内]))""",
        # 这个夏天, 去年夏天, 2024年秋
        "season": r"""{YEAR}\s?的?(?P<of_year>{SEASONS})(?![节分至])|(?:(?P<now>[这本今])个?)?(?P<season>{LONG_SEASONS})
            (?(now)|(?!里|的(?![场活票时安展节日最第])))""",
        "year": r"""{YEAR}\s?(?:的?(?P<half>第?{MONTHS_OF_YEAR})|(?P<year_end>[初底末中](?![国日世]))
            |全年|度(?![过假])|[一整]{1,2}年|内)?(?![级代])""",
        "half": r"(?<!大)(?P<half>第?(?!q){MONTHS_OF_YEAR})",
        # 2023Q4
        "numeric_quarter": r"(?<![\d.])(?P<year>(?:19|20)\d\d)\s?年?的?(?P<half>q[1-4])(?![\da-z])",
        # 下个季度
        "quarter": r"{FRESH}(?P<step>{STEPS})个?季度",
        # 周三, 下周三, 周六日, 周一至五, 这周末, 每周三
        "weekday": r"""(?P<each>每个?)?(?:{FRESH}(?P<step>{STEPS})个?(?:{WEEK}的?)?)?{WEEK}(?:
            (?P<weekend>末)(?:两[天日])?
            |(?P<pair>六日)
            |(?P<weekday>[一二三四五六日天]|[1-7](?!\d))
            (?:(?:\s?{TO}\s?|(?:、[二三四五六]){0,4}、)
                (?P<to_weekday>[二三四五六日天](?!点))|(?P<and_weekday>(?<=[五六])[六日](?!点)))?{NO_COUNT})""",
        "week": r"""{FRESH}(?P<step>{STEPS})个?{WEEK}(?:的?(?P<half>[上下前后])半[周段]
            |的?(?P<same>今[天日]|同一天|这个时候)
            |(?![年边围期刊岁]|到(?![下本周月星今明后\d])))""",
        "half_week": r"{FRESH}(?P<half>[上下前后])半(?:周(?!年)|个?(?:星期|礼拜))(?![之以]?[前后内])",
        "workdays": r"(?<![{ANY}\d个])工作日",
        # 提前半小时, 开演前20分钟, 结束后两小时
        "margin": r"""(?P<way>提前|提早|早到
                |(?:[之以]|(?<!^)(?<![\s,。?!问的在我们嗯个醒是有和道{BLANK}]))[前后](?={FINE}))
            (?P<length>{LENGTH}{REST})(?![内以之前后])""",
        # 未来三天, 过去两小时, 最近一周
        "stretch": r"""{FRESH}(?![上下前][一1]天)(?P<way>{AHEAD})的?(?P<length>{LENGTH}{REST}|{SMALL}日)
            (?:之内|以内|内|里|间)?""",
        # 过三天, 再过两小时
        "passing": r"""(?:再过|(?<![超经通不路错胜度来去看玩住到做待放演开办])过)(?P<length>{LENGTH}{REST})
            (?:[之以过]?后)?""",
        # 三天, 一个半小时, 三天两夜; 三天后, 半小时前, 两小时内
        "length": r"""(?!(?<=[有哪那这每某同当头新前后上下])一[天年](?!半|[之以]?[前后内]|[零两]|时间))
            (?P<length>{LENGTH}{REST})
            (?![级代轻会龄度货薪糕终庆边围刊岁赛线])(?:\s?[之以过]?(?P<way>后(?![台面门])|前(?![台面门排后])|内)(?:的今[天日])?)?""",
        "each": r"(?:每一?天|每日|天天(?![气空黑亮])|日日|每个?(?=[晚早夜]|[上中下]午|白天|凌晨|傍晚|清晨))",
        "now": r"(?<![体出表实呈展])(?P<now>{NOW}|(?<=至)今(?![天日年晚早夜后明]))",
        # 20:00, 8:30pm
        "digital": r"""(?<![\d.:])(?:(?P<before>[ap]m)\s?)?(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)
            (?::(?P<second>[0-5]\d)(?:\.\d{1,6})?)?(?![\d:])分?z?(?:\s?(?P<after>{MERIDIEM}))?""",
        # 8pm, pm8
        "western": r"""(?<![\d.:a-z])(?:(?P<before>[ap]m)\s?)?(?P<hour>1[0-2]|0?[1-9])(?!\d)
            (?(before)点?|\s?(?P<after>{MERIDIEM}))""",
        # 差一刻八点, 差十分八点
        "short_of": r"""差(?P<missing>一刻|{SMALL})(?:分钟?|钟)?到?(?P<hour>{HOUR})点
            |(?P<named_hour>{HOUR})点差(?P<short>一刻|{SMALL})分?钟?""",
        # 8点, 八点半, 两点一刻, 20时, 20点15分; not 评分八点五
        "clock": r"""(?P<hour>{HOUR})\s?(?P<unit>点钟|点|时(?![间候尚代期段长髦装机常光刻空速分区]))(?:
            (?P<half>半)|过?(?P<quarter>[一二两三123])刻钟?|(?P<fives>[{C}])个字
            |过?(?P<minute>{MINUTE}分?|{SMALL}分)(?![个人部场支元岁项位之])(?:(?<=分)(?P<second>\d{1,2}|[{C}十]{1,3})秒)?
            |[整正](?!在)
            |(?![{C}\d](?:$|[\s,。?!？！、折倍元%度级米的分刻])|\d{1,2}倍|都|也|儿|不(?!到)|{MATTERS}))(?:左右|前后|许|多(?!少)钟?)?
            (?:\s?(?P<after>{MERIDIEM}))?""",
        # 晚上七八点
        "about": r"{WHOLE}(?P<hour>[{C}两])[{C}]点钟?(?:左右|多(?!少))?(?!{MATTERS})",
        # 8到10点
        "hour": r"(?P<hour>{HOUR})(?=\s?{TO}\s?{HOUR}\s?(?:点|时(?!间)))",
        # 晚上, 凌晨; 26号晚, 晚8点
        "part": r"""(?P<part>{PART}|(?<=[今明昨前后每听寻琴])[早晨午晚夜朝]
            |(?<!最)[早晨午晚夜](?![些了于会饭餐婚安已期年辈熟恋班宵市景点]))""",
    },
)

FILLER = r"(?:嗯+|呃+|额|啊|呢|嘛|吧|那个|就是|的话)"
JOIN = re.compile(rf"t|[\s的,()]{{0,2}}|[\s,]?(?:{FILLER}|就|大概|大约|差不多|约|在|于|是|从|由){{1,2}}[\s,的]?")
"""What may stand between a day and its hour: 26号（周三）晚上的8点, 明天嗯下午."""
DAY_JOIN = re.compile(r"[\s(]{0,2}")
"""What may stand between a day and its weekday."""
COMMA = re.compile(r"\s?,\s?")
"""The same where the day is a date in full: 周三，6月26日."""
TO = re.compile(rf"{FILLER}?(?:开始|起)?\s?(?:一?直?到|至|[-~—–]{{1,2}})\s?{FILLER}?")
AND = re.compile(rf"\s?{FILLER}?(?:、|,|和|跟|与|及|或者?|还有)\s?{FILLER}?")
FROM = frozenset("从自由打")
BETWEEN = re.compile(r"之间|期间|间(?!隔)")
"""After the end of a range."""


def expand(form: str) -> str:
    """The form with every `{NAME}` replaced."""
    while (expanded := re.sub(r"\{([A-Z_]+)\}", lambda name: FRAGMENTS[name[1]], form)) != form:
        form = expanded
    return form


SIDE = re.compile(
    expand(
        r"""\s?的?(?:[之以]?(?P<side>[前后])(?![后台往面排景沿进门来期夕勤续备]|一?[天晚]|{FINE})
        |(?P<end>为止|以来|过后|起(?![点来床飞码步价])))""",
    ),
    re.VERBOSE,
)
"""27号之前, 八点以后, 26号起."""

STARTING = re.compile(r"\s?(?:开始|起)")
"""After what follows 从: 从明天开始."""
SIDE_BEFORE = re.compile(
    r"(?:(?P<end>截[至止]到?|不晚于|不迟于|早于|最晚|最迟|赶在)|(?P<start>不早于|晚于|迟于|最早))$"
)
"""截止到6月30日, 不早于8点."""

LENGTH_PARTS = re.compile(
    expand(r"(?P<count>{MANY}|[半几数])个?[多几]?(?P<plus>半)?整?\s?(?P<unit>{UNIT}|[日分夜晚])(?P<half>半(?!夜))?"),
    re.VERBOSE,
)

PAIR = re.compile(expand("{PAIR}"))
"""两三天: the lower number counts."""

NO_TIMES = re.compile(
    expand(
        r"""《[^《》]{0,60}》|(?<=[问看说讲查绍解诉醒帮找搜聊谈])一下|今日(?:头条|关注|说法)|明日(?:之[星子后]|方舟)|明天会更好|昨日重现|天天向上|一天到晚|三天两头
        |{HOUR}点钟?方向|(?:早上|上午|中午|下午|晚上)好(?![玩看多像不吃热冷听])|下午茶|24小时制|(?:24|二十四)个?小时(?:营业|便利|开放|服务|客服|热线|自助|不打烊|店)
        |{COUNT}个?小时(?!之?[前后内]|以|就|到|可|能)[\u4e00-\u9fff]{0,8}?(?:大赛|决赛|初赛|比赛|竞赛|赛事|挑战|创作赛)""",
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
    tables = (AHEAD, DAYS_AWAY, HOLIDAYS, MONTHS_OF_YEAR, NOW, PARTS, SEASONS, STEPS, YEARS_AWAY)
    firsts = {word[0] for table in tables for word in table}
    others = "几数半元月差提再每天日第倒首头周星礼之以农旧阴正腊闰初工次翌隔国ap"
    return rf"[\d{''.join(sorted(firsts))}{FRAGMENTS['ANY']}{others}{ANCHORS[0]}-{ANCHORS[-1]}]"


@cache
def _scanner() -> re.Pattern[str]:
    """All forms as one pattern; made at first use, as that takes longer than the imports together."""
    forms = "|".join(_named(form, source) for form, source in FORMS.items())
    return re.compile(f"(?={_starts()})(?:{forms})", re.VERBOSE)


@cache
def _groups() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """For each form the names of its groups, and their numbers in the scanner."""
    found: dict[str, tuple[tuple[str, int], ...]] = dict.fromkeys(FORMS, ())
    for name, number in _scanner().groupindex.items():
        form, separator, group = name.partition("__")
        found[form] += ((group, number),) if separator else ()
    return MappingProxyType(found)


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
    names = _groups()
    for found in _scanner().finditer(text):
        form = found.lastgroup or ""
        groups = {name: found[number] for name, number in names[form] if found[number] is not None}
        yield Atom(form=form, groups=MappingProxyType(groups), span=found.span())
