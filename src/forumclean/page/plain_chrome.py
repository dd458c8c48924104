"""Knows the forum's own lines: a line of a dump is furniture when it holds nothing but the forum's words.

The words are data (``data/chrome``).  Whether a line stands in a place where such words are furniture is for
the caller to say: ``回复`` is a button below a post and a remark inside one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from forumclean.tables import Row, load

BARE = frozenset({"TOP", "Top"})
"""Buttons that never have a count: ``TOP 10`` is a writer's."""
LONGEST = 400
"""Lines longer than this are never furniture by their words (the longest title bar seen has 190)."""
WIDE = " " * 40
"""What text browsers put between the parts of a line that they set at both its ends."""
TRADITIONAL = (
    "發发於于後后復复覆复覽览閱阅讀读樓楼層层顯显獎奖勵励鏈链結结製制複复電电達达轉转檢检舉举報报錄录註注冊册帳帐號号設设為为換换寬宽頁页"
    "題题間间時时標标編编輯辑評评點点論论壇坛訊讯積积經经驗验離离線线級级還还連连續续簽签從从圖图內内資资費费買买賣卖進进機机檔档關关動动"
    "隱隐會会員员權权許许組组寫写過过廣广導导訂订單单無无開开請请鮮鲜雞鸡態态錢钱銅铜貢贡獻献聽听眾众記记誌志個个碼码載载鐘钟當当總总類类"
    "處处購购啟启歡欢臨临與与該该對对參参數数擊击瀏浏傳传據据沒没現现屬属來来說说遊游閉闭訪访問问別别種种兩两幣币狀状態态實实體体專专薦荐則则禁禁刪删"
)
FOLDS = str.maketrans(TRADITIONAL[0::2], TRADITIONAL[1::2])
TRADITIONAL_RE = re.compile(f"[{TRADITIONAL[0::2]}]")
SIGNS = r"[\s|/·»›>•*:：,，。()（）\[\]\-_»\d]"


def folded(line: str) -> str:
    """The line in simplified characters, as far as the forum's own words need it; its length stays.

    >>> folded("發表於 昨天 10:30 | 只看該作者")
    '发表于 昨天 10:30 | 只看该作者'
    """
    return line.translate(FOLDS) if TRADITIONAL_RE.search(line) else line  # a tenth of the time for most lines


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The rows of one place, ready to match."""

    words: dict[str, str]
    """Word → row."""
    whole: re.Pattern[str]
    """A line that holds nothing but these words, signs and numbers."""
    first: re.Pattern[str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]


def vocabulary_of(rows: tuple[Row, ...]) -> Vocabulary:
    """The rows as patterns: possessive, so that no line is ever read twice."""
    words = {word: row.id for row in rows for word in row.texts("words")}
    union = "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)"
    return Vocabulary(
        words,
        re.compile(rf"{SIGNS}*+(?>(?:{union}){SIGNS}*+)++"),
        re.compile(rf"{SIGNS}*+({union})"),
        tuple((re.compile(row.text("pattern")), row.id) for row in rows if "pattern" in row.values),
    )


@cache
def vocabulary(*places: str) -> Vocabulary:
    """The words of some places (of all, where none is named)."""
    rows = load("chrome")
    return vocabulary_of(tuple(row for row in rows if not places or row.text("place") in places))


def row_of(line: str, *places: str) -> str | None:
    """The row that knows a whole line; ``None`` for a line that holds anything else.

    >>> row_of("使用道具 舉報", "tail"), row_of("举报电话见上", "tail")
    ('chrome/post-buttons', None)
    """
    if len(line) > LONGEST and WIDE in line:
        line = " ".join(line.split())
    if not line or len(line) > LONGEST:
        return None
    return _row_of(line, places)


@lru_cache(maxsize=4096)
def _row_of(line: str, places: tuple[str, ...]) -> str | None:
    line = folded(" ".join(line.split()))
    known = vocabulary(*places)
    if line in known.words:
        return known.words[line]
    for pattern, row in known.patterns:
        if pattern.fullmatch(line):
            return row
    if known.whole.fullmatch(line):
        first = known.first.match(line)
        if first is None or (first[1] in BARE and any(char.isdigit() for char in line)):
            return None
        return known.words[first[1]]
    return None
