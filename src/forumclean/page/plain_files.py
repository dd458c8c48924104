"""Finds the boxes of attachments inside posts of a dump: name, size, downloads, buttons, date."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from forumclean.model import Edit, Mark
from forumclean.page.facts import iso_time
from forumclean.page.plain_chrome import folded
from forumclean.page.plain_inner import NOISE_RE
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_probes import FILES, TIME
from forumclean.page.plain_stamps import rows
from forumclean.tables import load

RULE = "chrome/attachment-box"
COUNTS_RE = re.compile(
    r"(?<![ \xa0])[ \xa0]*+[_*]?[(（](?P<size>\d[\d.]{0,9} ?(?:Bytes|[KMGT]?i?B))?, ?(?:下载次数|Downloads|Download times): ?\d{1,9}"
    r"(?:, ?售价: ?\d{1,9} ?\S{0,8})?[)）][_*]?",
    re.IGNORECASE,
)
JAMMER_RE = re.compile(r"[ -;]?[ \xa0][?-~](?:[ -;\xa0][ \xa0][?-~]){4,}[ \xa0]+")
"""Noise that a tool left in front of a name, in one line with it; no name looks like five groups of it."""
MARKS = "*"
NAMED = 200
"""Characters of a name at most."""
NAME_RE = re.compile(r"[^\s/\\:*?\"<>|，。！？；]{1,200}\.[A-Za-z0-9]{1,8}")
PICTURE_RE = re.compile(r".*\.(?:jpe?g|png|gif|bmp|webp)", re.IGNORECASE)
HOLDER_RE = re.compile(r"\[[\w.-]{1,40}\]", re.ASCII)
BUTTONS = (
    "下载附件|保存到相册|点击文件名下载附件|Download(?: attachment)?|Save to album"
    "|Click the file name to download(?: the)? attachment"
)
BUTTON_RE = re.compile(
    rf"{BUTTONS}|上传|Upload(?:ed)?"
    r"|.{0,10}(?:积分|金钱|金币|铜币|威望) ?-\d{1,5}.{0,10}|下载积分: .{1,40}|阅读权限: ?\d{1,4}",
    re.IGNORECASE,
)
UPLOADED_RE = re.compile(r"(?P<time>.{4,24}?)[ \xa0]*(?:上传|Upload(?:ed)?)(?:[ \xa0].{0,10})?", re.IGNORECASE)
BESIDE_RE = re.compile(
    rf"(?:[ \xa0]*(?:{BUTTONS}))*(?P<words>[ \xa0]++.{{1,200}}?)??[ \xa0]{{0,9}}{TIME}[ \xa0]*(?:上传|Uploaded)"
    rf"(?:[ \xa0]*(?:{BUTTONS}))*(?:[ \xa0_]*$)?",
    re.IGNORECASE,
)
"""The rest of the box where a tool put all of it into the line of the counts."""
DEEP = 7
LONGEST = 400
"""Characters of a line that holds a name, and noise at most beside it."""


def find_files(lines: Lines, bodies: Sequence[tuple[int, int]]) -> Iterator[Edit | Mark]:
    """The furniture of attachment boxes, and one ``image`` or ``attachment`` mark for each."""
    reached = 0
    starts = [start for start, _stop in bodies]
    for line in lines.having(*FILES):
        at = bisect_right(starts, line) - 1
        body = bodies[at] if at >= 0 and line < bodies[at][1] else None
        bare = lines.bare[line]
        counts = COUNTS_RE.search(folded(bare)) if len(bare) <= LONGEST else None
        if body is None or counts is None or counts.start() > NAMED or line < reached:
            continue
        behind = bare[counts.end() :]
        beside = _beside(behind)
        if behind.strip() and not beside and not NOISE_RE.fullmatch(behind):
            continue
        noise = JAMMER_RE.match(bare, 0, counts.start())
        ahead = noise.end() if noise else 0
        first, name = _name(lines, line, max(body[0], reached), bare[ahead : counts.start()].strip(MARKS))
        start = lines.span(first)[0] + (ahead if first == line else 0)
        stop = lines.span(line)[0] + counts.end()
        if beside:
            end, description = stop + beside.end(), _words(beside, behind)
        else:
            end, description = _rest(lines, line, body[1]) or (stop, None)
        reached = lines.at(end) + 1
        yield Edit(start, end, lines.text[start:end], "", RULE)
        if name:
            kind = "image" if PICTURE_RE.fullmatch(name) else "attachment"
            data: dict[str, object] = {"filename": name, "description": description}
            data |= {"src": None, "alt": None} if kind == "image" else {"href": None, "size": counts["size"]}
            yield Mark(start, start, kind, data)


def _name(lines: Lines, line: int, stop: int, name: str) -> tuple[int, str]:
    """First line of the box and the file's name, which stands in the line of the counts or above it."""
    first = line
    above = lines.above(line, stop, 2)
    if not name and above and NAME_RE.fullmatch(lines.bare[above[0]]):
        first, name = above[0], lines.bare[above[0]]
        above = above[1:]
    if above and HOLDER_RE.fullmatch(lines.bare[above[0]]):
        first = above[0]
    return first, name


def _beside(text: str) -> re.Match[str] | None:
    """The rest of a box in one line, behind which nothing but noise stands."""
    match = BESIDE_RE.match(folded(text))
    rest = text[match.end() :] if match else ""
    return match if not rest.strip() or NOISE_RE.fullmatch(rest) else None


def _words(match: re.Match[str], text: str) -> str | None:
    """What the uploader wrote, as the dump has it."""
    return text[slice(*match.span("words"))].strip() if match["words"] else None


def _rest(lines: Lines, line: int, stop: int) -> tuple[int, str | None] | None:
    """Where the box ends below its first line, and the uploader's words: the one row between the button and the date."""
    last: int | None = None
    unknown: str | None = None
    for row, i in rows(lines, line + 1, stop, DEEP):
        text = folded(row)
        uploaded = UPLOADED_RE.fullmatch(text) if len(text) < 60 else None
        beside = _beside(f" {row}")
        if BUTTON_RE.fullmatch(text):
            last = i
        elif beside:
            whole = row != lines.bare[i] or beside.end() > len(row)
            end = _below_date(lines, i, stop) if whole else lines.span(i)[0] + beside.end() - 1
            return end, _words(beside, f" {row}") or unknown
        elif uploaded and iso_time(uploaded["time"]):
            return _below_date(lines, i, stop), unknown
        elif unknown is None and last is not None:
            unknown = row
        else:
            break
    return (lines.span(last)[1], None) if last is not None else None


def _below_date(lines: Lines, i: int, stop: int) -> int:
    """Where a box ends whose date stands in a line: a button may stand below it."""
    buttons = [j for j in lines.below(i + 1, stop, 1) if BUTTON_RE.fullmatch(folded(lines.bare[j]))]
    return lines.span(next(iter(buttons), i))[1]


BROWSER_RE = re.compile(r"\[(?:online_mem|avatar|userinfo|noavatar|none\.gif\]|common/|ico_)")
NAMED_RE = re.compile(r"\[[\w.-]{1,60}\]", re.ASCII)


def find_names(lines: Lines, bodies: Sequence[tuple[int, int]]) -> Iterator[Edit | Mark]:
    """The names that text browsers print for pictures (``[chart]``), where a line holds nothing else.

    Only in dumps that name the forum's own icons so: a writer's ``[1]`` or ``[原创]`` stays elsewhere.
    """
    if not BROWSER_RE.search(lines.text):
        return
    smileys = _smiley_names()
    for start, stop in bodies:
        for match in NAMED_RE.finditer(lines.text, lines.starts[start], lines.starts[stop]):
            if match[0][1:-1] in smileys:
                yield Edit(match.start(), match.end(), match[0], "", "chrome/smiley")
                continue
            left, right = lines.span(lines.at(match.start()))
            if right - left > LONGEST:
                continue
            around = (lines.text[left : match.start()], lines.text[match.end() : right])
            if any(part.strip() and not NOISE_RE.fullmatch(part) for part in around):
                continue
            name = match[0][1:-1]
            yield Edit(match.start(), match.end(), match[0], "", "chrome/picture-name")
            if name not in ("none", "none.gif"):
                data = {
                    "src": None,
                    "filename": name if "." in name else None,
                    "alt": None if "." in name else name,
                    "description": None,
                }
                yield Mark(match.start(), match.start(), "image", data)


@cache
def _smiley_names() -> frozenset[str]:
    """The names of the forum's own smileys, without the colons of their codes."""
    rows = load("smileys")
    return frozenset(
        code.strip(":")
        for row in rows
        for code in row.texts("codes")
        if len(code.strip(":")) > 1 and code.strip(":").isalpha()
    )
