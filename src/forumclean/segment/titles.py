"""The form of titles: what a line must look like to be one, or a part of one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cache

from forumclean.tables import load

LONGEST = 46
"""Characters of a title line; the longest of the articles looked at had 40."""
SHORTEST = 6
"""Characters of the shortest sentence that is a paragraph."""
END_RE = re.compile(r"[。．.！!？?；;：:，,、…—～~](?:[”’」』）)\]】》\"']{0,2})$")
STOP_RE = re.compile(r"[。！？!?；;](?=.)")
SENTENCE_END_RE = re.compile(r"[。．.！!？?；;：:…](?:[”’」』）)\]】》\"']{0,2})$")
ENDS = frozenset("。．.！!？?；;：:…”’」』）)]】》\"'")
"""What a line ends with that ends like a sentence."""
OPEN_ENDS = ENDS.union("，,、—～~")
"""What a line ends with that ends like one, or goes on: any other end is told without a pattern."""
TITLE_END_RE = re.compile(r"[！!？?]$")
COLON_RE = re.compile(r"[^：:]{1,20}[：:].")
OPEN_RE = re.compile(r"(?:[，,、]|—{1,2}|^[^，,。：:]{1,14}[：:])$")
"""A line that a title may break behind; a long one that ends in a colon introduces what follows and is a sentence."""
CONTINUES_RE = re.compile(r"[“‘「『《（(但却而也还就才更又让却并]")
LISTED_RE = re.compile(
    r"[-–—•·●○■□◆◇*※>＞]|[0-9]{1,3}[.、)）]|[（(][0-9]{1,2}[)）]|[①-⑳]|[A-Za-z][.、)）]|https?://|www\.|[@#＠]"
)
NAME_RE = re.compile(r"([^\W\d_][^\s：:，,。]{0,5})[：:]")
"""Who speaks."""
CLAUSES = 3
"""A line of more clauses is a sentence whose full stop is missing."""
WORD_RE = re.compile(r"[^\W\d_]")
PAIRS = (("「", "」"), ("“", "”"), ("『", "』"), ("《", "》"), ("（", "）"), ("(", ")"), ("【", "】"))
OPENING_RE = re.compile(f"[{''.join(left for left, _ in PAIRS)}]")


def title_like(text: str) -> bool:
    """True where a line has the form of a title: short, one clause or two, no sentence.

    >>> [title_like(t) for t in ("账本比菜谱更难写", "他是怎么做的？", "豆腐的狂想：挑战肉！", "天亮了。", "- 一项")]
    [True, False, True, False, False]
    """
    if not 2 <= len(text) <= LONGEST or STOP_RE.search(text) or LISTED_RE.match(text) or not WORD_RE.search(text):
        return False
    if text[-1] in OPEN_ENDS and END_RE.search(text):
        return bool(TITLE_END_RE.search(text) and COLON_RE.match(text))
    return not quoted(text) and text.count("，") + text.count(",") < CLAUSES


@cache
def _none(bold: bool = False) -> re.Pattern[str]:  # noqa: FBT001, FBT002 - a keyword would slow the cache
    rows = [row for row in load("titles") if not bold or row.values.get("bold")]
    return re.compile("|".join(f"(?:{row.text('pattern')})" for row in rows))


def talk(text: str) -> bool:
    """True for a line that is no title in bold either: a greeting, thanks, the end.

    >>> [talk(t) for t in ("谢谢大家", "全文完", "价格：35元")]
    [True, True, False]
    """
    return bool(_none(True).fullmatch(text))  # noqa: FBT003


def untitled(text: str, speakers: AbstractSet[str] = frozenset()) -> bool:
    """True for a line that is no title, though it has the form of one: speech, the fields of a notice.

    >>> [untitled(t, {"老周"}) for t in ("小周问：你还来吗？", "老周：你尝一口！", "价格：35元", "豆腐的狂想：挑战肉！")]
    [True, True, True, False]
    """
    return bool(_none().fullmatch(text)) or name_of(text) in speakers


def speakers(texts: Iterable[str]) -> frozenset[str]:
    """The names before a colon at the head of paragraphs: what they say elsewhere is no title.

    >>> sorted(speakers(["老周：桥修好了，井也淘干净了。", "老孟：你尝一口！", "河水从东边来。"]))
    ['老周']
    """
    told = ((name, text) for text in texts if (name := name_of(text)))
    return frozenset(name for name, text in told if prose(text) and not title_like(text))


def name_of(text: str) -> str:
    """The name before a colon that a line begins with; empty where it begins with none."""
    match = NAME_RE.match(text)
    return match[1] if match else ""


def quoted(text: str) -> bool:
    """True for a short line that is one quotation: a speaker's words, or the second half of a title."""
    whole = text[0] in '“「『"' and text[-1] in '”」』"' and text.count(text[0]) == 1
    return whole and len(text) <= LONGEST and not END_RE.search(text) and not STOP_RE.search(text)


def unclosed(text: str) -> bool:
    """True where a bracket or quotation mark stays open."""
    return bool(OPENING_RE.search(text)) and any(text.count(left) > text.count(right) for left, right in PAIRS)


def half(text: str) -> bool:
    """True where a line may be the first half of a title."""
    return title_like(text) or opens(text)


def opens(text: str) -> bool:
    """True for a title's first half, which ends with a comma, a colon or a dash."""
    return bool(OPEN_RE.search(text)) and title_like(text.rstrip("，,：:、—"))


def breaks(text: str) -> bool:
    """True for a line behind which a title may go on: it ends open, or leaves a bracket open."""
    return bool(OPEN_RE.search(text)) or unclosed(text)


def continues(text: str) -> bool:
    """True for a line that begins as the second half of a title may."""
    return bool(CONTINUES_RE.match(text))


def prose(text: str) -> bool:
    """True for a line that reads like a paragraph: long, or a whole sentence."""
    return len(text) > LONGEST or bool(len(text) >= SHORTEST and SENTENCE_END_RE.search(text))
