"""Reads the forum's codes where an archiver prints them as they were typed: those before X leave all of them in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from forumclean.model import Edit, Mark
from forumclean.page import quoted
from forumclean.page.facts import edit_notice
from forumclean.page.typed import apart

PLAIN = (
    "u", "color", "backcolor", "size", "font", "align", "float", "indent", "fly", "free", "sup", "sub", "p", "email", "qq", "list",
    "postbg",
)  # fmt: skip
"""Codes of which only the form is lost with them."""
KINDS = {"b": "strong", "i": "em", "s": "del", "code": "code", "table": "table", "tr": "row", "td": "cell"}
WHOLE: dict[str, tuple[str | None, str]] = {
    "img": ("image", "chrome/picture-address"),
    **dict.fromkeys(
        ("media", "flash", "swf", "wma", "wmv", "rm", "ra", "rtsp", "audio"), ("media", "chrome/player-address")
    ),
    **dict.fromkeys(("attach", "attachimg"), (None, "chrome/attach-code")),
}
"""Codes of which nothing stays in the text: the mark for each, and the rule."""
NAMES = (*PLAIN, *KINDS, *WHOLE, "url", "quote")
CODE_RE = re.compile(
    rf"\[(?P<end>/?)(?P<name>{'|'.join(sorted(NAMES, key=len, reverse=True))})(?:=(?P<value>[^\[\]\n]{{1,300}}))?\]",
    re.IGNORECASE,
)
RULE_RE = re.compile(r"^[ \xa0]*\[hr\][ \xa0]*$", re.MULTILINE | re.IGNORECASE)
PICTURE_RE = re.compile(r"\[img\][^\[\]]*\[/img\]", re.IGNORECASE)
DEEP = 30
"""Codes in one another that are read, the innermost ones; nobody types as many."""
HEAD_LINE = 400
RULE = "chrome/typed-code"
Pair = tuple[re.Match[str], re.Match[str]]
Covered = Sequence[tuple[int, int]]
Read = tuple[list[Mark], list[Edit]]


def codes(text: str, start: int, end: int, taken: Sequence[Edit]) -> tuple[list[Mark], list[Edit]]:
    """Marks for what the codes of a post say, and edits that take them out; a code that nothing ends stays as it is."""
    marks: list[Mark] = []
    edits: list[Edit] = []
    covered = sorted((edit.start, edit.end) for edit in taken)
    for begin, stop in sorted(_pairs(text, start, end), key=lambda pair: pair[0].start()):
        found, out = _read(begin, stop, covered)
        marks += found
        edits += out
    for match in RULE_RE.finditer(text, start, end):
        marks.append(Mark(match.start(), match.start(), "rule", {}))
        edits.append(Edit(match.start(), match.end(), match[0], "", RULE))
    return apart(marks, edits, covered)


def _pairs(text: str, start: int, end: int) -> Iterator[Pair]:
    """Each code that begins and ends, with its end; what stands in [code] is none."""
    open_: list[re.Match[str]] = []
    for match in CODE_RE.finditer(text, start, end):
        name = match["name"].lower()
        if open_ and open_[-1]["name"].lower() == "code" and not (match["end"] and name == "code"):
            continue
        if not match["end"]:
            del open_[: max(0, len(open_) - DEEP + 1)]
            open_.append(match)
            continue
        for i in range(len(open_) - 1, -1, -1):
            if open_[i]["name"].lower() == name:
                yield open_[i], match
                del open_[i:]
                break


def _read(begin: re.Match[str], stop: re.Match[str], covered: Covered) -> Read:
    name = begin["name"].lower()
    if name in WHOLE:
        return _whole(begin, stop, *WHOLE[name])
    marks, edits = READERS.get(name, _plain)(begin, stop, covered)
    return marks, [*(Edit(tag.start(), tag.end(), tag[0], "", RULE) for tag in (begin, stop)), *edits]


def _inner(begin: re.Match[str], stop: re.Match[str]) -> str:
    return begin.string[begin.end() : stop.start()]


def _whole(begin: re.Match[str], stop: re.Match[str], kind: str | None, rule: str) -> Read:
    """A code of which nothing stays in the text: a picture, a player, a file."""
    at, source = begin.start(), {"src": _inner(begin, stop).strip()}
    data = {**source, "filename": None, "alt": None, "description": None} if kind == "image" else source
    marks = [Mark(at, at, kind, data)] if kind else []
    return marks, [Edit(at, stop.end(), begin.string[at : stop.end()], "", rule)]


def _plain(begin: re.Match[str], stop: re.Match[str], _covered: Covered) -> Read:
    kind = KINDS.get(begin["name"].lower())
    data = {"language": None} if kind == "code" else {}
    return ([Mark(begin.end(), stop.start(), kind, data)] if kind else []), []


def _italic(begin: re.Match[str], stop: re.Match[str], covered: Covered) -> Read:
    """[i], in which stands as well who changed the post."""
    said = _inner(begin, stop)
    if edit_notice(said):
        return [], [Edit(begin.end(), stop.start(), said, "", "chrome/edit-notice")]
    return _plain(begin, stop, covered)


def _link(begin: re.Match[str], stop: re.Match[str], _covered: Covered) -> Read:
    return [Mark(begin.end(), stop.start(), "link", {"href": _address(begin["value"] or _inner(begin, stop))})], []


def _quote(begin: re.Match[str], stop: re.Match[str], covered: Covered) -> Read:
    head = _head(begin.string, begin.end(), stop.start(), covered)
    data = {"author": None, "time": None, "floor": None, **(head[1] if head else {})}
    return [Mark(begin.start(), stop.end(), "quote", data)], [head[0]] if head else []


READERS: dict[str, Callable[[re.Match[str], re.Match[str], Covered], Read]] = {
    "i": _italic,
    "url": _link,
    "quote": _quote,
}
"""How the codes are read of which the words stay and more is to be said."""


def _address(written: str) -> str:
    address = written.strip().strip("\"'")
    return f"http://{address}" if address.lower().startswith("www.") else address


def _head(text: str, start: int, end: int, covered: Covered) -> tuple[Edit, dict[str, object]] | None:
    """The first line of a quote (up to the noise at its end), where it says whose words they are, codes in it aside."""
    stop = text.find("\n", start, end)
    i = bisect_left(covered, (start, 0))
    stop = min(stop, covered[i][0]) if i < len(covered) else stop
    if not start < stop <= start + HEAD_LINE:
        return None
    line = text[start:stop]
    bare = CODE_RE.sub("", PICTURE_RE.sub("", line))
    told = quoted.head_line(bare.strip())
    return (Edit(start, stop, line, "", "chrome/quote-head"), told) if told else None
