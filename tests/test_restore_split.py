"""Words split by a space are joined; every other space stays."""

from __future__ import annotations

import itertools
import time

import pytest

from forumclean.ledger import Passage
from forumclean.masks.split import find_splits


def joined(text: str) -> str:
    """The text with its split words joined, after a check that this can be undone."""
    after = Passage.of(text).apply(find_splits(text))
    after.verify()
    return after.text


SPLIT = {
    "countries": ("谈到中 美两国的贸易，话就长了。", "谈到中美两国的贸易，话就长了。"),
    "between brackets": ("「中 美之间的航班」又多了。", "「中美之间的航班」又多了。"),
    "a no-break space": ("这几年在中\xa0美之间跑来跑去。", "这几年在中美之间跑来跑去。"),
    "a superlative": ("这才是今年最 佳的去处。", "这才是今年最佳的去处。"),
    "two spaces in one word": ("要图纸的关注我的公 众 号再说。", "要图纸的关注我的公众号再说。"),
    "two words on a line": ("先找政 府反映，再问问台 湾那边的朋友。", "先找政府反映，再问问台湾那边的朋友。"),
    "contact": ("想学的加我微 信聊一聊。", "想学的加我微信聊一聊。"),
    "an insult": ("卖的全是垃 圾东西，别买。", "卖的全是垃圾东西，别买。"),
    "a complaint": ("这家店纯属虚 假宣传，骗 子一个。", "这家店纯属虚假宣传，骗子一个。"),
    "an advertisement": ("全场包 邮，再送免 费的茶。", "全场包邮，再送免费的茶。"),
    "one more superlative": ("全县唯 一的浴池，价钱最 低的一间。", "全县唯一的浴池，价钱最低的一间。"),
    "countries behind a particle": ("这是关于中 俄两国的故事。", "这是关于中俄两国的故事。"),
    "a word that the page has in clear": (
        "青鱼要刮鳞。\n青鱼要去鳃。\n青鱼要抹盐。\n昨天又买了两条青 鱼回来下酒。",
        "青鱼要刮鳞。\n青鱼要去鳃。\n青鱼要抹盐。\n昨天又买了两条青鱼回来下酒。",
    ),
}


@pytest.mark.parametrize(("before", "after"), SPLIT.values(), ids=SPLIT)
def test_joins_a_split_word(before: str, after: str) -> None:
    assert joined(before) == after


STAY = {
    "title": "苹果 华为 谁先到终点",
    "title of a filtered word": "微 信",
    "names of shops in a row": "淘宝 京东 天猫 都有卖",
    "countries in a row": "中 美 日 韩 四队今天抽签，下周开打",
    "their own words": "来了十个人，其中 美国来的最多。",
    "their own words, behind": "这条老街在北京 东城一带。",
    "a chapter": "第 3 章 总论",
    "personal names": "王 明 李 强 赵 亮",
    "a personal name": "经办人：王 明",
    "verse": "床前 明月光 疑是 地上霜",
    "columns": "名称 数量 单价 合计",
    "an indent": "  今天的风很大。\n  出门要戴帽子。",
    "Latin": "我用 Python 写了一个小工具 给大家用。",
    "figures": "一共 3 个 每个 5 元。",
    "an ideographic space": "谈到中\u3000美两国的贸易。",
    "two spaces": "谈到中  美两国的贸易。",
    "a line break": "谈到中\n美两国的贸易。",
    "a spaced-out line": "加 微 信 公 众 号 领 资 料",
    "a phrase of two words in clear": "青鱼 腌渍\n青鱼腌渍，先抹盐。\n青鱼腌渍，再晾干。\n青鱼腌渍，后入坛。",
    "a pair in clear on a page full of spaces": "青鱼。青鱼。青鱼。昨天买了两条青 鱼下酒。\n"
    + "东 头的，西 头的。\n" * 20,
    "a locative and a country": "调查仍在进行中 俄方没有回答，战争中 美军也没有。",
    "a locative and a day": "叫好声中 日历翻到了五月，在自己手中 共创一番事业。",
    "halves of an insult": "送给其他 妈妈的菜，心里空虚 假日更长。",
    "halves of advertising": "为避免 费时费力，另外 挂了牌子，钱包 邮寄回来。",
    "halves of a superlative": "之最 低头看看，拒绝 对方要求，皇冠 军人送来。",
    "the same character twice": "好好的。好好的。好好的。昨天听人喊了一声好 好就回家了。",
    "a character that stands alone elsewhere": "按键。按键。按键。先按 q 再说，之后按 键盘右边的那个。",
    "a pair that is no word": "我们 今天都去看了那场戏 的后半场。",
}


@pytest.mark.parametrize("text", STAY.values(), ids=STAY)
def test_keeps_a_space_that_is_meant(text: str) -> None:
    assert joined(text) == text


CLEAR = "青鱼要刮鳞。\n青鱼要去鳃。\n青鱼要抹盐。\n"


@pytest.mark.parametrize(
    ("others", "split"),
    [
        ("", True),
        ("又一条青菜。\n", False),  # 青 belongs to 条青 as well as to 青鱼
        ("一条青鱼回不来。\n", False),  # 条青鱼回 stands in clear: the space is meant
        ("鲫鱼回来了。\n", False),
        ("两条青蛙，一条青鱼。\n", False),
    ],
)
def test_a_word_of_the_page_is_joined_if_its_halves_are_of_no_other(others: str, split: bool) -> None:  # noqa: FBT001
    line = "昨天又买了两条青 鱼回来下酒。"
    assert (joined(CLEAR + others + line) == CLEAR + others + line.replace(" ", "")) is split


@pytest.mark.parametrize(
    "line",
    [
        "昨天又买了两条 A 青 鱼回来下酒。",
        "昨天又买了两条青 鱼 A 回来下酒。",
        "| 昨天又买了两条青 鱼回来下酒 |",
        "两条青 鱼回来下酒",  # too short to be running text
        "昨天又买了两条青 鱼，还有 两条。",
    ],
)
def test_a_word_of_the_page_is_joined_in_running_text_only(line: str) -> None:
    assert joined(CLEAR + line) == CLEAR + line


@pytest.mark.parametrize("line", ["想学的人加 微 信聊一聊再说。", "想学的人加微 信 聊一聊再说。"])
def test_characters_apart_on_both_sides_are_spaced_out(line: str) -> None:
    assert joined(line) == line


def test_each_line_is_judged_by_itself() -> None:
    assert joined("谈到中 美两国的贸易，话就长了。\n微 信\n微 信") == "谈到中美两国的贸易，话就长了。\n微 信\n微 信"


GOODS = ["苹果", "华为", "小米", "淘宝", "京东", "天猫", "微信", "微博", "抖音", "知乎", "百度"]
THINGS = [*GOODS, "政府", "警察", "军队", "香港", "台湾", "西藏", "新疆", "发票", "贷款", "兼职", "彩票"]
PEOPLE = ["王 明", "李 强", "赵 亮", "陈 静", "周 伟", "林 芳", "高 飞", "江 南"]
MEANT = [
    "其中 美国来的人不少",
    "高中 日常安排在下面",
    "平台 湾区分部已搬走",
    "东西 藏在柜子里了",
    "创新 疆界由此打开",
    "清香 港口的风",
    "报警 察觉得晚了",
    "冠军 队员都到了",
    "轻微 信号不好",
    "公共 产业要扶持",
    "财政 治本之策",
    "人民 主要靠自己",
    "首发 票房不高",
    "信贷 款式很多",
    "印刷 单价上涨",
    "时代 购物中心",
    "精彩 票价公道",
    "角色 情感丰富",
    "消毒 品牌众多",
    "今天 猫不在家",
    "南京 东路很堵",
    "参加 群体活动",
]


def legitimate() -> list[str]:
    """More than a thousand lines whose spaces are meant."""
    lines = [f"{a} {b}" for a, b in itertools.permutations(THINGS, 2)]
    lines += [f"{a} {b} {c}，谁更好用一些" for a, b, c in itertools.combinations(THINGS[:12], 3)]
    lines += [f"第 {n} {unit} {word}" for n in range(1, 6) for unit in "章节回卷" for word in THINGS[:8]]
    lines += [f"作者 {name} 责编 {other}" for name, other in itertools.permutations(PEOPLE, 2)]
    lines += [f"昨天见到的{word}，今天又见到了" for word in MEANT] + MEANT
    lines += [f"    {word}的消息，{other} 也转了" for word, other in itertools.pairwise(THINGS)]
    lines += [f"用 {latin} 打开 {word} 看看" for latin in ("Word", "iPad", "VS Code") for word in THINGS]
    return lines


def test_a_thousand_lines_with_spaces_stay_as_they_are() -> None:
    lines = legitimate()
    assert len(lines) >= 1000
    assert [line for line in lines if joined(line) != line] == []


def test_the_same_lines_stay_on_one_page() -> None:
    text = "\n".join(legitimate())
    assert joined(text) == text


def test_code_keeps_its_spaces() -> None:
    text = "谈到中 美两国的贸易。"
    assert find_splits(text, [(0, len(text))]) == []


HOSTILE = {
    "spaces": " " * 1_000_000,
    "Chinese and spaces in turn": "中 " * 500_000,
    "a split word, one line": "中 美的" * 200_000,
    "split words, many lines": "中 美的人\n" * 100_000,
    "no-break spaces": "中\xa0" * 500_000,
    "blank between": ("中" + " " * 1000 + "美") * 1000,
    "words of the page": "青 鱼的味道就是这样好得很\n" * 24 + "青鱼鲜" * 300_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_time_stays_in_proportion(text: str) -> None:
    find_splits("谈到中 美两国")  # the table is loaded
    begun = time.process_time()
    find_splits(text)
    assert time.process_time() - begun < 4  # about 2 at most where it was written, alone
