r"""Undoes the Markdown that a converter (html2text and its kin) made of a whole page, as far as the forum's own lines need it.

Links to the forum's own addresses become their words, escapes what they stand for, and the head of a post, which the
converter left in one line with the post's text, gets a line of its own.  What a writer put in bold or linked stays as the
converter wrote it: ``**`` may be a masked word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from forumclean.ledger import Passage
from forumclean.model import Edit
from forumclean.page.facts import floor
from forumclean.page.plain_chrome import folded, row_of, vocabulary
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_probes import TIME

RULE = "layout/markdown-page"
LONGEST = 20_000
"""Characters of a line that is looked at for a head: addresses of links, and the first paragraph of a post, stand in it."""
VERB = r"(?:发表于|Post time|Posted (?:on|at|in)|Published (?:on|in)|Posted)"
MARKED_RE = re.compile(rf"([_*]){VERB}[:：]?[ \xa0]*{TIME}\1")
"""The time of a post in slanted letters, which is how the forum sets it; a quote has none."""
FORMS_RE = re.compile(
    r"\*\*(?:作者|Author)[:：]\*\*"
    rf"|(?m:^[ \xa0]*\*\*[^*\n]{{1,40}}\*\*[ \xa0]{VERB}[ \xa0]*{TIME}[ \xa0]*$)"
    rf"|(?m:^[ \xa0]*\*[ \xa0](?:_{{2,3}}\d{{1,9}}_[ \xa0]?){{2}}{TIME})"
)
"""Heads of the printed view, the archiver and the touch view, whose names or counts the forum sets in bold or slanted letters."""
LINK_RE = re.compile(
    r"(?<!!)\[(?P<words>(?:[^\[\]]|\[[^\[\]]{0,80}\]){0,300}+)\]\((?P<address>[^()\s]{0,500})(?:\s\"[^\"\n]{0,300}\")?\)"
)
PICTURE_RE = re.compile(r"!\[[^\[\]]{0,80}\]\((?P<address>[^()\s]{1,500})(?:\s\"[^\"\n]{0,300}\")?\)")
PAGES_RE = re.compile(
    r"javascript:|(?:^|/)(?:forum|home|member|misc|search|portal|group|plugin|connect|index|space|post|pm|my|memcp|"
    r"logging|register|forumdisplay|viewthread|redirect|faq)\.php|^\./$|^\?[ft]id-|(?:discuz|comsenz|dismall)\.\w{2,4}/?"
)
"""Pages of the forum itself, by the names of its scripts (Discuz! 5 to X5), of its archiver, and of its maker."""
THREAD_RE = re.compile(r"mod=viewthread|viewthread\.php|goto=findpost")
"""A thread is what writers link to."""
BUTTON_RE = re.compile(r"authorid=|action=|page=")
UPWARDS = ".."
"""Where the archiver's way to the full page begins."""
OWN_PICTURE_RE = re.compile(r"(?:^|/)(?:static/image|images/default|uc_server|template)/|avatar\.php|^\./")
ESCAPE_RE = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!|-])(.)")
MARKS_RE = re.compile(r"(?<![^\W_])[*_]+|[*_]+(?![^\W_])")
"""Marks of bold and slanted: not the ones inside a name (``data_miner``)."""
QUOTED_RE = re.compile(rf"[^\n]{{1,60}}?发表于[ \xa0]*{TIME}")
QUOTE = 200
"""Lines of a quote at most."""
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
        r"[\d. ]*(?P<cut1>\*\*)\d{1,5}(?P<cut2>\*\*)[\d. ]*/ ?\d{1,5} ?页.{0,20}",
        # a heading without words, as the archiver has above an answer
        r"(?P<cut1>#{2,6})",
        # a line in slanted letters
        r"(?P<cut1>[_*])[^_*]+(?P<cut2>(?P=cut1))",
        # a cell that is alone in its row
        r"(?P<cut1>\|[ \xa0]+)?[^|]*[^|\s](?P<cut2>[ \xa0]*\|[ \xa0|]*)",
        # a file: its name in bold, its size and count slanted
        r"(?P<cut1>\*\*)?[^*]{1,200}?(?P<cut2>\*\*)?[ \xa0](?P<cut3>[_*])\([^()]{0,40}下载次数[:：] ?\d{1,9}\)(?P<cut4>[_*]).*",
    )
)
"""Lines of a forum's page, and what is cut from them."""
RULER = "* * *"
RULED_RE = re.compile(r"\*\*(?:作者|Author)|欢迎光临|歡迎光臨|Welcome to")
"""What stands below a line that the printed view draws between its posts."""
HEADING_RE = re.compile(r"#{2,6} +(?=\S)")
"""Headings of boxes; a single ``#`` may open a jammer."""
TITLE_RE = re.compile(r"# +(?=\S)")


def is_markdown(lines: Lines) -> bool:
    """True for a page whose posts have heads with marks."""
    marked = (folded(lines.raw[i]) for i in lines.timed(LONGEST) if "_" in lines.raw[i] or "*" in lines.raw[i])
    return any(MARKED_RE.search(text) or FORMS_RE.search(text) for text in marked)


def without_markdown(passage: Passage) -> Passage:
    """The page with its own lines as a plain dump has them."""
    passage = passage.apply(_link_edits(passage.text))
    passage = passage.apply(_head_edits(Lines(passage.text)))
    return passage.apply(_line_edits(Lines(passage.text)))


def _link_edits(text: str) -> list[Edit]:
    """The edits that put the words of a forum's own links in place of the links, and leave out its pictures."""
    edits: list[Edit] = []
    for match in LINK_RE.finditer(text):
        if _is_forums(match["words"], match["address"]):
            edits += _cut(text, match.start(), match.start("words"))
            edits += _cut(text, match.end("words"), match.end())
    for match in PICTURE_RE.finditer(text):
        if OWN_PICTURE_RE.search(match["address"]):
            edits += _cut(text, match.start(), match.end())
    return _apart(edits)


def _head_edits(lines: Lines) -> list[Edit]:
    """The edits that give each head of a post a line of its own, without marks, and undo the converter's escapes."""
    edits = [edit for i in lines.timed(LONGEST) for edit in _head(lines, i)]
    edits += (Edit(m.start(), m.start() + 1, "\\", "", RULE, "page") for m in ESCAPE_RE.finditer(lines.text))
    return _apart(edits)


def _line_edits(lines: Lines) -> list[Edit]:
    """The edits that leave the forum's own lines as a plain dump has them."""
    return _apart([edit for i, bare in enumerate(lines.bare) if bare for edit in _line(lines, i, bare)])


def _apart(edits: list[Edit]) -> list[Edit]:
    """The edits in order, without those that meet one before them."""
    kept: list[Edit] = []
    for edit in sorted(edits):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _cut(text: str, start: int, end: int) -> Iterator[Edit]:
    if start < end:
        yield Edit(start, end, text[start:end], "", RULE, "page")


def _is_forums(words: str, address: str) -> bool:
    """True for a link of the page itself; a link to a thread is a writer's, unless it is a button, a floor or the head of a quote."""
    if not PAGES_RE.search(address):
        return False
    if not THREAD_RE.search(address) or BUTTON_RE.search(address) or address.startswith(UPWARDS):
        return True
    words = words.strip("_* \xa0")
    return (
        row_of(words) is not None
        or floor(MARKS_RE.sub("", words)) is not None
        or QUOTED_RE.fullmatch(folded(words)) is not None
    )


def _head(lines: Lines, i: int) -> Iterator[Edit]:
    """The head of a post in a line: without marks, and with a line end behind its links."""
    raw, at = lines.raw[i], lines.starts[i]
    time = MARKED_RE.search(folded(raw))
    if time is None:
        return
    panel = CELL_RE.match(raw, 0, time.start())
    if panel:
        start, end = at + panel.start("bar"), at + panel.end("bar")
        yield Edit(start, end, lines.text[start:end], "\n", RULE, "page")
    for mark in MARKS_RE.finditer(raw, panel.end() if panel else 0, time.end()):
        yield from _cut(lines.text, at + mark.start(), at + mark.end())
    links = _links().match(folded(raw), time.end())
    if links and links["rest"]:
        start, end = at + links.start("gap"), at + links.end("gap")
        yield Edit(start, end, lines.text[start:end], "\n", RULE, "page")


@cache
def _links() -> re.Pattern[str]:
    """The links beside a post's time, what parts them from its text, and the first letter of that."""
    longer = (word for word in vocabulary("control").words if len(word) > 1)  # 7.2 has 大, 中 and 小, and so have texts
    words = "|".join(map(re.escape, sorted(longer, key=len, reverse=True)))
    return re.compile(rf"(?>[ \xa0|]*+(?:{words})(?=[ \xa0|]|$))++(?P<gap>(?:[ \xa0|]|---)*+)(?P<rest>\S?)")


def _line(lines: Lines, i: int, bare: str) -> Iterator[Edit]:
    """The marks of a line that is the forum's, or slanted as a whole."""
    start, _ = lines.span(i)
    known = next((match for pattern in LINES if (match := pattern.fullmatch(bare))), None)
    if known:
        cuts = (known.span(name) for name in known.groupdict() if name.startswith("cut"))
        for left, right in cuts:
            yield from _cut(lines.text, start + left, start + right)
    elif "»" in bare or "›" in bare or bare.startswith("Powered by"):
        for mark in MARKS_RE.finditer(bare):
            yield from _cut(lines.text, start + mark.start(), start + mark.end())
    elif heading := HEADING_RE.match(bare) or (TITLE_RE.match(bare) if _is_title(lines, i) else None):
        yield from _cut(lines.text, start, start + heading.end())
    elif bare == RULER and any(RULED_RE.match(lines.bare[j]) for j in lines.downwards(i + 1, len(lines), 1)):
        yield from _cut(lines.text, start, start + len(bare))
    elif bare[0] == ">" and _is_quoted(lines, i):
        yield from _cut(lines.text, start, start + 1)


def _is_title(lines: Lines, i: int) -> bool:
    return any(row_of(lines.bare[below]) for below in lines.downwards(i + 1, len(lines), 1))


def _is_quoted(lines: Lines, i: int) -> bool:
    """True for a line of a quote's box, whose first line says who wrote it."""
    first = next(
        (j for j in range(i, max(-1, i - QUOTE), -1) if not lines.bare[j - 1 : j] or lines.bare[j - 1][:1] != ">"), i
    )
    return QUOTED_RE.search(folded(lines.bare[first])) is not None
