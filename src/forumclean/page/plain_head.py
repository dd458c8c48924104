"""Reads the head of a post in a dump: the line with the post's time, by what stands in it, above and below it.

A time alone proves nothing: quotes, comments and edit notices have one too.  What tells a post's head is its
company: links that only a post's head has (``只看该作者``), the floor and the author above it, the labels
of the printable view, or a blank line on both sides in the archiver.
"""

from __future__ import annotations

import re

from forumclean.page.facts import floor, number
from forumclean.page.plain_chrome import folded, row_of
from forumclean.page.plain_heading import SPREAD, Head
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_probes import TIME
from forumclean.page.plain_touch import BEFORE_TOUCH_RE, touch_head

TIME_RE = re.compile(TIME)
VERB_RE = re.compile(r"(?:发表于|Post time|Posted (?:on|at|in)|Published (?:on|in)|Posted)[:：]?[ \xa0]*$")
FROM_RE = re.compile(r"来自[:： ]?[^\s|]{1,12}")
PICTURE_RE = re.compile(r"\[[\w.-]{1,40}\]", re.ASCII)
COUNT_RE = re.compile(r"(查看|回复|浏览|Views?|Repl(?:y|ies))[:：]? ?(\d{1,9})")
NAME, APART = 40, 3
"""Characters of a name at most, and how many lines above the time it may stand in an archiver."""
STRICT = frozenset({"chrome/view-controls", "chrome/view-controls-english"})
CONTROLS_7 = "chrome/view-controls-7"
SEVEN_RE = re.compile(r"(?P<floor>\d{1,6} ?\^?#)[ \xa0]+(?P<links>.{1,40})")
"""The floor of 7.2's first post, with the links beside it."""
LABELLED_RE = re.compile(
    rf"(?:作者|Author|By)[:：][ \xa0]*(?P<author>\S.{{0,60}}?)?[ \xa0]+(?:时间|Time|Date)[:：][ \xa0]*(?P<time>{TIME})"
)
ELEVATOR = frozenset({"电梯直达", "电梯直达跳转到指定楼层", "跳转到指定楼层", "推荐", "Jump to specified page"})


def head_at(lines: Lines, line: int, *, archived: bool) -> Head | None:
    """The head whose time stands in a line, of whatever view; ``archived`` where the page says that it is the archiver's."""
    text = folded(lines.bare[line])
    time = TIME_RE.search(text)
    if time is None:
        return None
    before, after = text[: time.start()], text[time.end() :]
    labelled = LABELLED_RE.fullmatch(text)
    if labelled:
        return Head(line, line, "printable", labelled["time"], _own(lines, line, labelled.span("author")))
    if after.strip():
        return _with_controls(lines, line, before, after, time[0])
    verb = VERB_RE.search(before)
    if verb:
        return _with_verb(lines, line, before[: verb.start()], time[0], archived=archived)
    touch = BEFORE_TOUCH_RE.fullmatch(before)
    if not touch:
        return None
    return (
        _verb_apart(lines, line, time[0], archived=archived)
        or _labelled_apart(lines, line, time[0])
        or touch_head(lines, line, touch["count"], time[0])
    )


def of_seven(lines: Lines, head: Head) -> bool:
    """True for a head with the links that 5.x to 7.2 have beside the time."""
    texts = (lines.bare[i] for i in range(head.first, head.last + 1))
    return any(row_of(part.strip(), "control") == CONTROLS_7 for text in texts for part in text.split("|"))


def _own(lines: Lines, line: int, span: tuple[int, int]) -> str | None:
    """A part of a line as it was, before folding."""
    return lines.bare[line][span[0] : span[1]].strip() or None if span[0] >= 0 else None


def _with_controls(lines: Lines, line: int, before: str, after: str, time: str) -> Head | None:
    """A head whose links share the line of the time."""
    after = FROM_RE.sub("", after, count=1).strip(" |\xa0")
    if after and row_of(after, "control") is None:
        return None
    verb = VERB_RE.search(before)
    if not verb and before.strip() and not before.rstrip().endswith("|"):
        return None
    if not verb and row_of(after, "control") not in STRICT:
        return None
    return _climbed(
        lines, _before(lines, line, before[: verb.start()] if verb else before, time, _controls(lines, line))
    )


def _controls(lines: Lines, line: int) -> int:
    """The last of the lines below that go on with links of the head."""
    last, bar = line, False
    for below in lines.downwards(line + 1, len(lines), 24):
        text = lines.bare[below]
        if below - last > SPREAD:
            break
        known = row_of(text.strip("| \xa0"), "control")
        if text == "|" or (known and (bar or text[0] == "|" or known in STRICT)):
            last, bar = below, text == "|"
        else:
            break
    return last


def _with_verb(lines: Lines, line: int, before: str, time: str, *, archived: bool) -> Head | None:
    """``发表于 T`` with nothing behind: the links stand below, or it is the archiver, or no head at all."""
    head = _above_links(lines, (line, line), before, time)
    if head:
        return head
    author = _own(lines, line, (0, len(before)))
    if author and len(author) <= NAME:
        apart = line + 1 < len(lines) and not lines.bare[line + 1]  # Chromium copies no blank line in front of a head
        alone = apart and not any(lines.bare[max(0, line - 1) : line])
        kind = "archiver" if archived and apart else "close" if archived else "loose" if alone else None
        return Head(line, line, kind, time, author) if kind else None
    return _below_name(lines, (line, line), time) if archived and not author else None


def _verb_apart(lines: Lines, line: int, time: str, *, archived: bool) -> Head | None:
    """``发表于`` on the line above: ``昨天 10:30`` is an element of its own in a page, and some tools give each a line."""
    for above in lines.above(line, max(0, line - SPREAD), 1):
        text = folded(lines.bare[above])
        verb = VERB_RE.search(text)
        if verb:
            rows = (above, line)
            head = _above_links(lines, rows, text[: verb.start()], time)
            return head or (_below_name(lines, rows, time) if archived and not verb.start() else None)
    return None


def _above_links(lines: Lines, rows: tuple[int, int], before: str, time: str) -> Head | None:
    """A head, from its verb's line to its time's, with links below that only a head has."""
    first, line = rows
    last = _controls(lines, line)
    links = (row_of(lines.bare[i].strip("| \xa0"), "control") for i in range(line + 1, last + 1))
    return _climbed(lines, _before(lines, first, before, time, last)) if STRICT.intersection(links) else None


def _below_name(lines: Lines, rows: tuple[int, int], time: str) -> Head | None:
    """The archiver's head where the name has a line of its own."""
    first, line = rows
    name = lines.above(first, max(0, first - APART), 1)
    if name and len(lines.bare[name[0]]) <= NAME:
        return Head(name[0], line, "archiver", time, lines.bare[name[0]])
    return None


def _before(lines: Lines, line: int, before: str, time: str, last: int) -> Head:
    """What stands in front of the time: 楼主, an author, counts, a floor."""
    head = Head(line, last, "desktop", time)
    position = 0
    for part in PICTURE_RE.sub(lambda m: " " * len(m[0]), before).split("|"):
        start, position = position, position + len(part) + 1
        count = COUNT_RE.search(part)
        label = floor(_label(part)) if part.strip() else None
        if count and count[1][0] in "查浏V":
            head = head._replace(views=int(count[2]))
        elif count:
            head = head._replace(replies=int(count[2]))
        elif label == 1 and not part.strip()[0].isdigit():
            head = head._replace(starter=True)
        elif label:
            head = head._replace(floor=label, starter=head.starter or "楼主" in part)
        elif part.strip():
            left = len(part) - len(part.lstrip())
            head = head._replace(author=_own(lines, line, (start + left, start + len(part.rstrip()))))
    return head


def _label(part: str) -> str:
    """A floor without the words that some tools leave beside it: the jump box, and 楼主 behind a number."""
    seven = SEVEN_RE.fullmatch(part.strip())
    if seven and row_of(seven["links"], "control") == CONTROLS_7:
        return seven["floor"]
    words = [word for word in part.split() if word not in ELEVATOR]
    return "".join(words[:-1] if len(words) > 1 and words[-1] == "楼主" else words)


def _climbed(lines: Lines, head: Head) -> Head:
    """The head with the lines above it that belong to it: floor, 楼主, the jump box."""
    first, number_, starter = head.first, head.floor, head.starter
    bar = hash_ = False
    for above in lines.upwards(head.first, max(0, head.first - 30), 10):
        text = folded(PICTURE_RE.sub("", lines.bare[above].replace("[ ]", "").strip(" _\xa0")).strip())
        label = floor(_label(text)) if "#" in text else floor(text)
        if text == "|":
            bar = True
        elif text == "#":
            hash_ = True
        elif text.isdecimal() and hash_:
            number_, hash_ = number_ or number(text), False
        elif label is not None and not text.isdecimal():
            if (bar or text.endswith("|")) and label == 1 and not text[0].isdigit():
                starter = True
            else:
                number_ = number_ or label
            bar = False
        elif (
            not text
            or all(word.strip("_") in ELEVATOR for word in text.split())
            or row_of(text, "control") == CONTROLS_7
        ):
            bar = False
        else:
            break
        first = above
    return head if first == head.first else head._replace(first=first, floor=number_, starter=starter)


def _labelled_apart(lines: Lines, line: int, time: str) -> Head | None:
    """The printable view where each text stands on a line of its own: 作者: X 时间: T."""
    above = lines.above(line, 0, 3)
    if len(above) < 3 or folded(lines.bare[above[0]]).rstrip(":：") not in ("时间", "Time", "Date"):
        return None
    if folded(lines.bare[above[2]]).rstrip(":：") not in ("作者", "Author", "By"):
        return None
    return Head(above[2], line, "printable", time, lines.bare[above[1]])
