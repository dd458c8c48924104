"""Says what a page is that holds no thread: a refusal in the forum's own words, a list, a feed, other software."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lxml.etree import _Element

from forumclean.errors import ForumcleanError, NotAThreadError, RefusedError
from forumclean.model import Document
from forumclean.page.elements import UNSEEN, text_without
from forumclean.page.finder import Finder, finder_of, text_of
from forumclean.tables import Row, load

MESSAGES = (
    "div#messagetext",
    "div.jump_c",
    "div.alert_error",
    "div.alert_info",
    "div.postbox",
    "div.wrap div.box.message",
    "#content > .alert",
)
"""Elements that hold the forum's message: X, the touch view, 7.2."""
BUTTON_RE = re.compile(
    r"\[\s*点击这里返回上一页\s*\]|\[\s*點擊這裡返回上一頁\s*\]|如果您的浏览器没有自动跳转.*|如果您的瀏覽器沒有自動跳轉.*|继续访问|返回上一页|返回上一頁"
)
SOFTWARE = (b"discuz", b"viewthread", b"forumdisplay", b"comsenz")
DISCUZ_RE = re.compile(b"|".join(SOFTWARE).decode(), re.IGNORECASE)
NEAR = 10_000
"""Characters in which a dump of a thread mostly shows that it is one."""
SCRIPT_RE = re.compile(r"<(script|style|noscript)\b.*?(?:</\1>|\Z)", re.IGNORECASE | re.DOTALL)
"""One that is not closed goes on to the end, as in browsers (and is looked through once)."""
HIDDEN_RE = re.compile(r"<title\b[^<>]*>[^<>]*</title>|<!--.*?(?:-->|\Z)|<[^<>]*>", re.IGNORECASE | re.DOTALL)
SCRIPTS_ALONE = 400_000
"""Characters; the script of a check may be long, the rest of it is short."""
LONGEST_MESSAGE = 300
LINES_OF_A_MESSAGE_PAGE = 120
TEXT_MESSAGE_RE = re.compile(
    r"(?:抱歉|对不起|對不起|Sorry)[，,]\s?\S.{3,120}|您需要先登[录錄]才能[继繼][续續]本操作|您(?:访问的页面无手机页面|訪問的頁面無手機頁面).{0,40}"
)
BACK = ("点击这里返回上一页", "點擊這裡返回上一頁", "點擊這裏返回上一頁")
"""What stands on the button below a message of the forum's, and nowhere else."""
BACK_RE = re.compile(rf"([^\[\]]{{0,300}}?)[\[\s]{{0,6}}(?:{'|'.join(BACK)})[\]\s]{{0,6}}(?:\(\S{{0,200}}\))?")
"""The line of the button in a dump, perhaps with the message in front of it."""
ONWARD_RE = re.compile(r"如果您的浏览器没有自动跳转，请点击此链接|如果您的瀏覽器沒有自動跳轉，請點擊此鏈接")
"""A link below a message, or of a hidden box in front of one that asks for a login."""
NOTICE = r"(?:#{1,6} )?(?:.*[›»>]\s?)?(?:提示信息|提示訊息)"
NOTICE_RE = re.compile(NOTICE)
"""The end of the way to a message page, which stands in front of the message."""
TITLE_RE = re.compile(r"(?:提示信息|提示訊息) - ")
"""How the title of a message page begins; most tools write it first."""
FRAME_RE = re.compile(rf"^{NOTICE}$|^{TITLE_RE.pattern}|\bPowered by Discuz!")
"""A line of the page around a message; who asks about a message quotes less."""
SHORTEST = 4
"""Characters; what is shorter in front of the foot is left of a bar, in a dump that lost its message."""
FOOT_RE = re.compile(r"(?:Archiver|手机版|手機版|GMT|Powered by)(?!\w)")
"""How the lines below a message begin."""
ERROR_RE = re.compile(r"(?:\S+ - (?:Database|System|General) Error\n)?Discuz! (?:Database|System|General) Error\n")
"""How the forum's own error page (page/error) begins in a dump, with the title or without; a post may quote it further down."""
BOARD_RE = re.compile(r"(?:今日|Today)[:：]\s?\d+\s?[|｜]?\s?(?:主[题題]|Threads?)[:：]\s?\d+", re.IGNORECASE)
POST_RE = re.compile(
    r"发表于|發表於|只看该作者|只看該作者|显示全部楼层|顯示全部樓層|posted on|复制链接|複製鏈接|電梯直達|电梯直达"
)


@cache
def _messages() -> tuple[tuple[Row, re.Pattern[str]], ...]:
    rows = load("refusals")
    return tuple((r, re.compile(r.text("pattern"), re.IGNORECASE)) for r in rows if "pattern" in r.values)


@cache
def _pages() -> tuple[tuple[Row, Finder | None], ...]:
    rows = load("refusals")
    return tuple((r, finder_of(r) if "select" in r.values else None) for r in rows if "kind" in r.values)


@cache
def _message_finder() -> Finder:
    return finder_of(Row("message", "", (), (), {"select": MESSAGES}, "message"))


def refusal(words: str, name: str | None) -> RefusedError:
    """The error for a message of the forum's: its words, what they come to, what to do."""
    said = " ".join(words.split())[:LONGEST_MESSAGE]
    for row, pattern in _messages():
        if pattern.search(said):
            reason, hint = row.text("reason"), row.text("hint")
            return RefusedError(f"{name or 'the page'}: the forum refuses ({reason}): “{said}”; {hint}", reason=reason)
    hint = "read its page in a browser"
    return RefusedError(
        f"{name or 'the page'}: the forum gives a message instead of a thread: “{said}”; {hint}", reason="message"
    )


def message_words(tree: _Element) -> Iterator[str]:
    """What the forum says in the boxes of its messages, without scripts and buttons."""
    for element in _message_finder().elements(tree):
        whole = text_without(element, *UNSEEN)
        paragraphs = [text_of(p) for p in element.iterfind(".//p")] or [whole]
        words = (BUTTON_RE.sub("", " ".join(p.split())).strip() for p in paragraphs)
        said = next((w for w in words if w), None) or BUTTON_RE.sub("", " ".join(whole.split())).strip()
        if said:
            yield said


def verdict(document: Document, tree: _Element) -> None:
    """Raise what a page without a post calls for; return where it may be a thread after all.

    Raises :class:`RefusedError` for refusals, :class:`NotAThreadError` for lists, feeds and other software.
    """
    name = document.name
    said = next(message_words(tree), None)
    if said is not None:
        raise refusal(said, name)
    for row, found in _pages():
        if _is(row, found, document.text, tree):
            raise _error(row, name, tree)
    if not DISCUZ_RE.search(document.text[:200_000]):
        raise NotAThreadError(
            f"{name or 'the page'}: this is no page of a Discuz! forum; forumclean reads Discuz! threads and their text dumps",
            reason="other-software",
        )
    if not POST_RE.search(document.text):
        raise NotAThreadError(
            f"{name or 'the page'}: this page of a forum holds no post; give the page of a thread", reason="no-thread"
        )


def _is(row: Row, found: Finder | None, html: str, tree: _Element) -> bool:
    if found is not None and found.elements(tree):
        return True
    if not any(needle in html for needle in row.texts("needle")):
        return False
    if row.values.get("blank"):
        return _is_blank(html)
    # A check is a page without text of its own; a thread may well speak of one, or carry its script.
    return (
        len("".join(SCRIPT_RE.sub("", html[:400_000]).split())) < 4000
        if row.values.get("bare")
        else not POST_RE.search(html)
    )


def _is_blank(html: str) -> bool:
    """True for a page of scripts that shows nothing; what is looked at is more than any such page has."""
    return len(html) <= SCRIPTS_ALONE and not HIDDEN_RE.sub("", SCRIPT_RE.sub("", html)).strip()


@cache
def _words_of(row_id: str) -> Finder:
    row = next(row for row, _ in _pages() if row.id == row_id)
    return finder_of(Row("message", "", (), (), {"select": row.texts("words")}, "message"))


def _error(row: Row, name: str | None, tree: _Element) -> ForumcleanError:
    found = _words_of(row.id).elements(tree) if "words" in row.values else []
    words = " ".join(text_of(found[0]).split())[:LONGEST_MESSAGE] if found else ""
    message = f"{name or 'the page'}: this is {row.text('says')}{f': “{words}”' if words else ''}; {row.text('hint')}"
    kind = RefusedError if row.text("kind") == "refused" else NotAThreadError
    return kind(message, reason=row.text("reason"))


def _names_forum(text: str) -> bool:
    """True where a word of the forum's software stands; a look at the ASCII characters alone takes a tenth of the time."""
    plain = text.encode("ascii", "ignore").lower()
    return any(word in plain for word in SOFTWARE) and DISCUZ_RE.search(text) is not None


def verdict_text(document: Document) -> None:
    """Raise for a text dump of a message page or of a board's list; return for everything else.

    Only a short dump that shows no post, and begins a line with the forum's 抱歉 or has the button below a message, is a message page:
    a post that speaks of permissions is longer, or has a head.
    """
    text = document.text
    if POST_RE.search(text, 0, NEAR) or not (_names_forum(text) or _has_button(text)) or POST_RE.search(text):
        return
    if BOARD_RE.search(text):
        raise NotAThreadError(
            f"{document.name or 'the dump'}: this is a board's list of threads; give the page of a thread",
            reason="board",
        )
    if text.count("\n") > LINES_OF_A_MESSAGE_PAGE * 4:
        return
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > LINES_OF_A_MESSAGE_PAGE:
        return
    if ERROR_RE.match("\n".join(lines[:3])):
        raise NotAThreadError(
            f"{document.name or 'the dump'}: this is an error page of the forum's own; get the page again later",
            reason="error",
        )
    for line in lines:
        match = TEXT_MESSAGE_RE.fullmatch(line)
        if match:
            raise refusal(line, document.name)
    said = _message_among(lines)
    if said and (_is_known(said) or any(map(FRAME_RE.search, lines))):
        raise refusal(said, document.name)


def _has_button(text: str) -> bool:
    """True for a short text with the button of a message: not every forum names its software."""
    return len(text) <= NEAR and any(words in text for words in BACK)


def _is_known(said: str) -> bool:
    return any(pattern.search(said) for _, pattern in _messages())


def _message_among(lines: list[str]) -> str:
    """The forum's words on a message page, by what stands around them; empty where nothing of that is here."""
    for at, line in enumerate(lines):
        button = BACK_RE.fullmatch(line)
        if button is not None:
            return _above([*lines[:at], button[1].strip()] if button[1].strip() else lines[:at])
        if ONWARD_RE.fullmatch(line):
            below = lines[at + 1 : at + 2]
            return _above(lines[:at]) if not below or FOOT_RE.match(below[0]) else below[0]
    if lines and TITLE_RE.match(lines[0]):
        foot = next((at for at, line in enumerate(lines) if FOOT_RE.match(line)), len(lines))
        said = lines[max(0, foot - 1)]
        return said if len(said) > SHORTEST else "提示信息"
    return ""


def _above(lines: list[str]) -> str:
    """The message above its button: all from the end of the way to it, else the line in front."""
    notice = next((at for at in range(len(lines) - 1, -1, -1) if NOTICE_RE.fullmatch(lines[at])), len(lines) - 2)
    return " ".join(lines[max(notice, -1) + 1 :])
