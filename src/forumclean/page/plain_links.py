"""Finds the links of a page in Markdown that lead to the forum's own pages: their words are the forum's, the addresses nobody's."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from forumclean.model import Edit
from forumclean.page.facts import floor
from forumclean.page.plain_chrome import folded, row_of
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_probes import TIME

RULE = "layout/markdown-page"
LINK_RE = re.compile(
    r"(?<!!)\[(?P<words>(?:[^\[\]]|\[[^\[\]]{0,80}\]){0,300}+)\]\((?P<address>[^()\s]{0,500})(?:\s\"[^\"\n]{0,300}\")?\)"
)
PICTURE_RE = re.compile(r"!\[(?P<words>[^\[\]]{0,200})\]\((?P<address>[^()\s]{1,500})(?:\s\"[^\"\n]{0,300}\")?\)")
PAGES_RE = re.compile(
    r"javascript:|(?:^|/)(?:forum|home|member|misc|search|portal|group|plugin|connect|index|space|post|pm|my|memcp|"
    r"logging|register|forumdisplay|viewthread|redirect|faq)\.php|(?:^|/)(?:thread|forum|group|space-\w{1,10})-[\w%.-]{1,60}\.html|^\./$|^\?[ft]id-"
)
"""Pages of the forum itself, by the names of its scripts (Discuz! 5 to X5), their static names, and those of its archiver."""
MAKERS_RE = re.compile(r"//[\w.]{0,40}(?:discuz|comsenz|dismall)\.\w{2,4}/?$")
HOST_RE = re.compile(r"https?://([^/\s]{1,100})")
MEMBER_RE = re.compile(r"\((https?://[^/\s()]{1,100})/[^\s()]{0,200}?(?:mod=space&|space-uid-|authorid=)")
"""A link to a member tells the forum's own host."""
AVATAR_RE = re.compile(r"\((https?://[^/\s()]{1,100})/[^\s()]{0,100}?avatar\.php\?uid=\d")
"""Where those are relative, the pictures of members tell it."""
MEMBERS = 100
"""Such links that are looked at for it."""
THREAD_RE = re.compile(r"mod=viewthread|viewthread\.php|goto=findpost|(?:^|/)thread-\d")
"""A thread is what writers link to."""
BUTTON_RE = re.compile(r"authorid=|action=|page=")
UPWARDS = ".."
"""Where the archiver's way to the full page begins."""
OWN_PICTURE_RE = re.compile(r"(?:^|/)(?:static/image|images/(?:default|common)|uc_server|template)/|avatar\.php|^\./")
MARKS_RE = re.compile(r"(?<![^\W_])[*_]+|[*_]+(?![^\W_])")
"""Marks of bold and slanted: not the ones inside a name (``data_miner``)."""
QUOTED_RE = re.compile(rf"[^\n]{{1,60}}?发表于[ \xa0]*{TIME}")


def link_edits(text: str) -> list[Edit]:
    """The edits that put the words of a forum's own links in place of the links, and leave out its pictures."""
    hosts = Counter(match[1] for match in islice(MEMBER_RE.finditer(text), MEMBERS)).most_common(1)
    hosts = hosts or Counter(match[1] for match in islice(AVATAR_RE.finditer(text), MEMBERS)).most_common(1)
    own = hosts[0][0] if hosts else ""
    edits: list[Edit] = []
    for match in LINK_RE.finditer(text):
        if _is_forums(match["words"], match["address"], own):
            edits.append(cut(text, match.start(), match.start("words")))
            edits.append(cut(text, match.end("words"), match.end()))
    pictures = (
        m for m in PICTURE_RE.finditer(text) if _is_own(m["address"], own) and OWN_PICTURE_RE.search(m["address"])
    )
    return apart([*edits, *(cut(text, picture.start(), picture.end()) for picture in pictures)])


def apart(edits: list[Edit]) -> list[Edit]:
    """The edits in order, without those that meet one before them, and without empty ones."""
    kept: list[Edit] = []
    for edit in sorted(edits):
        if edit.start < edit.end and (not kept or edit.start >= kept[-1].end):
            kept.append(edit)
    return kept


def cut(text: str, start: int, end: int) -> Edit:
    """What takes a range out."""
    return Edit(start, end, text[start:end], "", RULE, "page")


def _is_own(address: str, own: str) -> bool:
    """True for an address of the page's own host."""
    return HOST_RE.match(address) is None or (bool(own) and address.startswith(f"{own}/"))


def _is_forums(words: str, address: str, own: str) -> bool:
    """True for a link of the page itself; a link to a thread is a writer's, unless it is a button, a floor or the head of a quote."""
    if MAKERS_RE.search(address) and "Discuz!" in words:
        return True
    if "goto=findpost" in address and QUOTED_RE.fullmatch(folded(words)):  # the head of a quote has the whole address
        return True
    if not _is_own(address, own) or not PAGES_RE.search(address):
        return False
    if not THREAD_RE.search(address) or BUTTON_RE.search(address) or address.startswith(UPWARDS):
        return True
    words = words.strip("_* \xa0")
    return (
        row_of(words) is not None
        or floor(MARKS_RE.sub("", words)) is not None
        or QUOTED_RE.fullmatch(folded(words)) is not None
    )


def quoted_lines(lines: Lines) -> set[int]:
    """The lines of the quotes' boxes, whose first line says who wrote it."""
    found: set[int] = set()
    opened = False
    for i, bare in enumerate(lines.bare):
        if not bare.startswith(">"):
            opened = False
        elif opened or ((i == 0 or not lines.bare[i - 1].startswith(">")) and QUOTED_RE.search(folded(bare))):
            opened = True
            found.add(i)
    return found
