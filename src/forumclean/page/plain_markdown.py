r"""Undoes the Markdown that a converter (html2text and its kin) made of a whole page, as far as the forum's own lines need it.

Links to the forum's own addresses become their words, escapes what they stand for, and the head of a post, which the
converter left in one line with the post's text, gets a line of its own.  What a writer put in bold, linked or listed becomes marks
(``plain_spans.py``).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import cache

from forumclean.ledger import Passage
from forumclean.model import Edit
from forumclean.page.plain_chrome import folded, row_of, vocabulary
from forumclean.page.plain_forms import SAID_RE, form_edits, is_marked
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_links import MARKS_RE, QUOTED_RE, RULE, apart, cut, link_edits, quoted_lines
from forumclean.page.plain_probes import TIME
from forumclean.page.plain_rows import row_edits
from forumclean.page.plain_spans import ESCAPE_RE, ESCAPED_RE, with_spans
from forumclean.page.plain_unwrap import unwrapped

LONGEST = 20_000
"""Characters of a line that is looked at for a head: addresses of links, and the first paragraph of a post, stand in it."""
FROM = r"[ \xa0]*来自[^\s|]{1,12}"
"""What the post was written with."""
VERB = r"(?:发表于|Post time|Posted (?:on|at|in)|Published (?:on|in)|Posted)"
MARKED_RE = re.compile(rf"([_*]){VERB}[:：]?[ \xa0]*{TIME}\1")
"""The time of a post in slanted letters, which is how the forum sets it; a quote has none."""
FORMS_RE = re.compile(
    rf"\*\*(?:作者|Author)[:：]\*\*[^*\n]{{1,60}}\*\*(?:时间|Time)[:：]\*\*[ \xa0]*{TIME}"
    rf"|(?m:^[ \xa0]*\*\*[^*\n]{{1,40}}\*\*[ \xa0]{VERB}[ \xa0]*{TIME}[ \xa0]*$)"
    rf"|(?m:^[ \xa0]*\*[ \xa0](?:_{{2,3}}\d{{1,9}}_[ \xa0]?){{2}}{TIME})"
)
"""Heads of the printed view, the archiver and the touch view, whose names or counts the forum sets in bold or slanted letters."""
UNMARKED_RE = re.compile(
    r"^\|[ \xa0]+(?:电梯直达[ \xa0]+)?[^\s|]{1,12}[ \xa0]{1,2}(?:楼主\|[ \xa0])?"
    rf"{VERB}[:：]?[ \xa0]*{TIME}(?=(?:{FROM})?[ \xa0]*\|[ \xa0]*(?:只看|Only))"
)
"""The same of html2text without emphasis: the cell beside the panel, which begins with the post's floor."""
CONTROLS_RE = re.compile(rf"(?:{FROM})?[ \xa0|]{{0,4}}\[?(?:只看|倒序|显示全部|Only|Show|View|Author)")
CLOCK_RE = re.compile(r"\d:\d\d")
VIEWS_RE = re.compile(r"'s Archiver|查看完整版本|打印本页|Powered by|楼主")
FEWEST = 2
"""Such heads that tell a page where nothing else does: an article has one (``**作者：** X``), a day and no time."""
SLANTS_RE = re.compile(r"_(?:发表于|發表於)|(?m:^  \* )|(?m:^---\|---)")
"""What html2text alone writes; a line of noise may begin with a star as well."""
STARRED_RE = re.compile(r"\*(?:发表于|發表於)|(?m:^\| --- \|)")
BULLET_RE = re.compile(r"(?m:^\* (?![* ]))")
STARS_RE = re.compile(r"\\(?=[*_])(.)")
"""markdownify, which slants with stars and does not set lists off, escapes these alone; in noise a backslash stands before others."""
SHORT = 1_000
"""Characters of a line of the forum's own."""
CELL_RE = re.compile(r".*\S(?P<bar>[ \xa0]*\|[ \xa0]*)(?=\*\*)")
"""The panel of a post in one row with its head, which begins in bold."""
LINES = tuple(
    re.compile(rf"\A(?:{pattern})")
    for pattern in (
        # the border below the first row of a table: most tables of a forum's page are its layout
        r"(?P<cut1>---(?:\|---)*|\|[ \xa0|]*)",
        # the author, whose name the panel prints twice
        r"(?P<cut1>\|[ \xa0]+)?(?P<name>[^\s*|].{0,40}?)(?P<cut2>\s{1,2}\*\*(?P=name)\*\*(?:\s.*)?)",
        # heads of the printed view and of the archiver
        r"(?P<cut1>\*\*)(?:作者|Author)[:：](?P<cut2>\*\*)[^*]*(?P<cut3>\*\*)(?:时间|時間|Time)[:：](?P<cut4>\*\*).*",
        r"(?P<cut1>\*\*)(?:标题|標題|Subject)[:：](?P<cut2>\*\*)[^*]*(?:(?P<cut3>\*\*)\[[^*\]]{1,20}\](?P<cut4>\*\*))?",
        rf"(?P<cut1>\*\*)[^*]{{1,40}}(?P<cut2>\*\*)[ \xa0](?:发表于|發表於)[ \xa0]*{TIME}",
        r"查看完整版本[:：][ \xa0]*(?P<cut1>\*\*)[^*]+(?P<cut2>\*\*)",
        # the links to the other pages of the thread
        r"页[:：] ?[\d\[\] ]*(?P<cut1>\*\*)\[\d{1,5}\](?P<cut2>\*\*)[\d\[\] ]*",
        r"(?:上一页)?[\d. ]*(?P<cut1>\*\*)\d{1,5}(?P<cut2>\*\*)[\d. ]*/ ?\d{1,5} ?页.{0,20}",
        r"(?P<cut1>\*\*)\[\d{1,5}\](?P<cut2>\*\*)",
        # an edit notice, and the words for a post that is withheld
        r"(?:[^_*]{0,6}[:：] ?)?(?P<cut1>[_*])(?:本帖最后由|本帖最後由|该帖|該帖|作者被)[^_*]+(?P<cut2>(?P=cut1))",
        r"(?P<cut1>[_*])复制代码(?P<cut2>(?P=cut1))",
        r"(?P<cut1>[_*])收藏(?:收藏)? ?\d{0,6}(?P<cut2>(?P=cut1))",
        # the greeting above the box that asks guests to log in
        r"(?P<cut1>\*\*)(?:马上|立即|免费)?(?:注册|登[录陆入]|欢迎)[^*]{0,60}(?P<cut2>\*\*)",
        # the touch view's comments and ratings
        rf"(?:\*[ \xa0]+)?(?P<cut1>__)发表于[ \xa0]*{TIME}",
        r"\S{1,8} (?P<cut1>[_*])[+-]\d{1,9}(?P<cut2>(?P=cut1))",
        # a cell that is alone in its row
        r"(?P<cut1>\|[ \xa0]++)[^|]++(?P<cut2>\|[ \xa0|]*+)",
        r"[^|]++(?P<cut1>\|[ \xa0]*+\|[ \xa0|]*+)",
        # a file: its name in bold, its size and count slanted
        r"(?P<cut1>\*\*)?[^*]{1,200}?(?P<cut2>\*\*)?[ \xa0](?P<cut3>[_*])\([^()]{0,40}下载次数[:：] ?\d{1,9}\)(?P<cut4>[_*]).*",
    )
)
"""Lines of a forum's page, and what is cut from them."""
BOLD_RE = re.compile(r"(?P<cut1>\*\*)[^*\n]{1,300}(?P<cut2>\*\*)")
LOGIN_RE = re.compile(r"您需要 ?登[录陆入] ?才可以(?:下载或)?查看[^|\n]{0,40}(?P<gap>[ \xa0]*\|[ \xa0]*)(?=\S)")
"""The box that asks guests to log in, in one line with the text below."""
NOTICE_RE = re.compile(r"(?P<cut1>[_*])本[帖主]\S{0,2}最[后後]由[^_*]+(?P<cut2>(?P=cut1))")
COMPLETE = "查看完整版本"
"""What the archiver prints above the title."""
RULER = "* * *"
RULED_RE = re.compile(r"\*\*(?:作者|Author)|欢迎光临|歡迎光臨|Welcome to")
"""What stands below a line that the printed view draws between its posts."""
HEADING_RE = re.compile(r"#{2,6}(?: +|$)")
"""Headings of boxes; a single ``#`` may open a jammer."""
TITLE_RE = re.compile(r"# +(?=\S)")


def is_markdown(lines: Lines) -> bool:
    """True for a page whose posts have heads with marks: one with the links beside it, or some of the other views'."""
    found = list(lines.timed(LONGEST))
    timed = [lines.raw[i] for i in found]
    if any(text[:1] == "|" and UNMARKED_RE.match(folded(text)) for text in timed):
        return True
    marked = [folded(text) for text in timed if "_" in text or "*" in text]
    if any((time := MARKED_RE.search(text)) and CONTROLS_RE.match(text, time.end()) for text in marked):
        return True
    if is_marked(lines, found):
        return True
    heads = sum(FORMS_RE.search(text) is not None and CLOCK_RE.search(text) is not None for text in marked)
    return heads >= FEWEST or (heads > 0 and VIEWS_RE.search(folded(lines.text)) is not None)


def without_markdown(passage: Passage) -> Passage:
    """The page with its own lines as a plain dump has them."""
    passage = passage.apply(unwrapped(Lines(passage.text)))
    passage = passage.apply(apart(list(row_edits(Lines(passage.text)))))
    passage = passage.apply(link_edits(passage.text))
    passage = passage.apply(_head_edits(Lines(passage.text)))
    passage = passage.apply(apart(list(form_edits(Lines(passage.text)))))
    passage = passage.apply(_line_edits(Lines(passage.text)))
    stars = STARRED_RE.search(passage.text) or (BULLET_RE.search(passage.text) and ESCAPED_RE.search(passage.text))
    starred = stars and SLANTS_RE.search(passage.text) is None
    escapes = STARS_RE if starred else ESCAPE_RE
    passage = with_spans(passage)
    return passage.apply(_escape_edits(passage.text, escapes))  # last: a mark with a backslash is the writer's


def _head_edits(lines: Lines) -> list[Edit]:
    """The edits that give each head of a post a line of its own, without marks."""
    return apart([edit for i in lines.timed(LONGEST) for edit in _head(lines, i)])


def _line_edits(lines: Lines) -> list[Edit]:
    """The edits that leave the forum's own lines as a plain dump has them."""
    quoted = quoted_lines(lines)
    short = ((i, bare) for i, bare in enumerate(lines.bare) if bare and (len(bare) <= SHORT or bare[0] == ">"))
    return apart([edit for i, bare in short for edit in _line(lines, i, bare, quoted)])


def _escape_edits(text: str, escapes: re.Pattern[str]) -> list[Edit]:
    """The edits that undo the converter's escapes."""
    return [Edit(m.start(), m.start() + 1, "\\", "", RULE, "page") for m in escapes.finditer(text)]


def _head(lines: Lines, i: int) -> Iterator[Edit]:
    """The head of a post in a line: without marks, and with a line end behind its links."""
    raw, at = lines.raw[i], lines.starts[i]
    time = MARKED_RE.search(folded(raw)) or UNMARKED_RE.match(folded(raw))
    if time is None:
        return
    if raw.startswith("|"):
        yield cut(lines.text, at, at + 1)
    panel = CELL_RE.match(raw, 0, time.start())
    if panel:
        start, end = at + panel.start("bar"), at + panel.end("bar")
        yield Edit(start, end, lines.text[start:end], "\n", RULE, "page")
    for mark in MARKS_RE.finditer(raw, panel.end() if panel else 0, time.end()):
        yield cut(lines.text, at + mark.start(), at + mark.end())
    links = _links().match(folded(raw), time.end())
    if links and links["rest"]:
        start, end = at + links.start("gap"), at + links.end("gap")
        yield Edit(start, end, lines.text[start:end], "\n", RULE, "page")


@cache
def _links() -> re.Pattern[str]:
    """The links beside a post's time, what parts them from its text, and the first letter of that."""
    longer = (word for word in vocabulary("control").words if len(word) > 1)  # 7.2 has 大, 中 and 小, and so have texts
    words = "|".join(map(re.escape, sorted(longer, key=len, reverse=True)))
    return re.compile(
        rf"(?:{FROM}(?=[ \xa0|]))?+(?>[ \xa0|]*+(?:{words})(?=[ \xa0|]|$))++(?P<gap>(?:[ \xa0|]|---)*+)(?P<rest>\S?)"
    )


def _line(lines: Lines, i: int, bare: str, quoted: Container[int]) -> Iterator[Edit]:
    """The marks of a line that is the forum's, or slanted as a whole."""
    start, _ = lines.span(i)
    known = next((match for pattern in LINES if (match := pattern.fullmatch(bare))), None)
    boxed = LOGIN_RE.match(folded(bare))
    if boxed:
        yield Edit(
            start + boxed.start("gap"), start + boxed.end(), bare[boxed.start("gap") : boxed.end()], "\n", RULE, "page"
        )
        yield from _marks_of_notice(lines.text, start, bare, boxed.end())
    elif known:
        cuts = (known.span(name) for name in known.groupdict() if name.startswith("cut"))
        for left, right in cuts:
            yield cut(lines.text, start + left, start + right)
    elif "»" in bare or "›" in bare or bare.startswith("Powered by"):
        for mark in MARKS_RE.finditer(bare):
            yield cut(lines.text, start + mark.start(), start + mark.end())
    elif heading := _heading(lines, i, bare):
        yield cut(lines.text, start, start + heading.end())
    elif _is_drawn(lines, i, bare):
        yield cut(lines.text, start, start + len(bare))
    elif (bold := BOLD_RE.fullmatch(bare)) and lines.bare[i - 1].rstrip(":：") == COMPLETE:
        yield cut(lines.text, *(start + at for at in bold.span("cut1")))
        yield cut(lines.text, *(start + at for at in bold.span("cut2")))
    elif i in quoted:
        yield cut(lines.text, start, start + 1)


def _marks_of_notice(text: str, start: int, bare: str, end: int) -> Iterator[Edit]:
    """The marks of an edit notice that ends a line."""
    notice = NOTICE_RE.fullmatch(bare, end)
    spans = (notice.span("cut1"), notice.span("cut2")) if notice else ()
    yield from (cut(text, start + left, start + right) for left, right in spans)


def _heading(lines: Lines, i: int, bare: str) -> re.Match[str] | None:
    """The mark of a heading that is the forum's: of a box, of the title, of an answer in the archiver."""
    title = TITLE_RE.match(bare)
    if title:
        return title if _is_title(lines, i) else None
    heading = HEADING_RE.match(bare)
    if heading is None or heading.end() == len(bare) or row_of(bare[heading.end() :]) is not None:
        return heading
    above = [folded(lines.bare[j]) for j in lines.upwards(i, 0, 1)]
    return heading if any(QUOTED_RE.search(text) or SAID_RE.fullmatch(text) for text in above) else None


def _is_drawn(lines: Lines, i: int, bare: str) -> bool:
    """True for a line between printed posts, and for what turndown and markdownify draw below a heading.

    Above what a writer drew stands a line break, which is two blanks.
    """
    if bare == RULER:
        return any(RULED_RE.match(lines.bare[j]) for j in lines.downwards(i + 1, len(lines), 1))
    above = lines.raw[i - 1] if i else ""
    return len(bare) > 2 and not bare.strip("=") and above.strip() != "" and not above.endswith("  ")


def _is_title(lines: Lines, i: int) -> bool:
    return any(row_of(lines.bare[below]) for below in lines.downwards(i + 1, len(lines), 1))
