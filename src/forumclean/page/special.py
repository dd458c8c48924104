"""Polls, rewards, prices, withheld posts and author-only views."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml.etree import _Element, tostring

from forumclean.model import Document, Edit, Mark, Poll, PollOption, PostFacts, Price, Reward, ThreadFacts, Withheld
from forumclean.page.elements import UNSEEN, classes, first, strings, text_below, text_without
from forumclean.page.quoted import condition, notice
from forumclean.page.selectors import shallow
from forumclean.page.template import Template
from forumclean.page.walk import Walked

CHOICES_RE = re.compile(r"(?:最多可[选選]|最多选择|up to|max(?:imum)?)\D{0,6}(\d{1,4})", re.IGNORECASE)
VOTERS_RE = re.compile(
    r"(?:共有|共計有|total of)\s*(\d{1,9})|(\d{1,9})\s*(?:people|voters|人参与|人參與)", re.IGNORECASE
)
MULTIPLE_RE = re.compile(r"多[选選]|multiple", re.IGNORECASE)
SINGLE_RE = re.compile(r"[单單][选選]|single", re.IGNORECASE)
OPTION_RE = re.compile(r"^\s*\d{1,3}\s*[.、．]\s*")
VOTES_RE = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s*%\s*\(?\s*(?:(\d{1,9})\D{0,3}\)?)?")
PICTURED_RE = re.compile(r"(\d{1,9})[^\d\s]{0,3}\s*(\d{1,3}(?:\.\d{1,2})?)\s*%\s*\Z")
"""Votes and percent, the last that is said of an option."""
REWARD_RE = re.compile(r"(?:悬赏|懸賞|Reward)\D{0,6}(\d{1,9})\s*([^\d\s]{0,12})", re.IGNORECASE)
BARE_REWARD_RE = re.compile(r"(\d{1,9})\s*([^\d\s]{0,12})")
"""In the box of the price itself X3.4 leaves the word out."""
STATE_RE = re.compile(r"[已未]解[决決]")
SOLVED_BOX = "rsld"
SOLVED_RE = re.compile(r"已解[决決]|(?<!un)solved", re.IGNORECASE)
OPEN_RE = re.compile(r"未解[决決]|unsolved|悬赏中|懸賞中", re.IGNORECASE)
PRICE_RE = re.compile(r"(?:支付|pay|售价|售價)\D{0,6}(\d{1,9})\s*([^\d\s]{1,12})", re.IGNORECASE)
PAID_RE = re.compile(r"(?:价格|價格|付费主题|付費主題|price)\D{0,9}(\d{1,9})\s*([^\d\s]{1,12})", re.IGNORECASE)
PID_RE = re.compile(r"\bpid=(\d{1,12})", re.ASCII)
WITHHELD = "chrome/withheld"
GONE_RE = re.compile("已被[删刪]除")
LONGEST_NOTICE = 80
LONGEST_LOCK = 300
"""Characters of what the forum says in a box that it keeps shut; in more, which damage left open, stands the post."""
TEXTS = 60
"""Texts of a row of a ballot among which its figures stand."""
KINDS = ("activity", "debate", "trade")
"""Kinds of threads that are told by the fields in their first post."""
ALL_POSTS = frozenset({"显示全部楼层", "顯示全部樓層", "Show all posts", "View all"})


def _flat(tag: _Element, most: int | None = None) -> str:
    return " ".join(" ".join(strings(tag, most)).split())


def poll(parts: Iterable[_Element]) -> Poll | None:
    """The ballot: options are labels, their figures stand in the next row or beside them."""
    boxes = list(parts)
    if not boxes:
        return None
    head = " ".join(map(_flat, boxes))
    options: list[PollOption] = []
    told: dict[_Element, tuple[int | None, float | None] | None] = {}
    for box in boxes:
        for label in shallow(list(box.iterdescendants("label"))):
            row = next(label.iterancestors("tr", "p", "li", "div"), None)
            if row is not None and row not in told:
                told[row] = _figures(row)
            figures = told[row] if row is not None else None
            text = OPTION_RE.sub("", _flat(label))
            if text:
                options.append(PollOption(text, *(figures or (None, None))))
        options += _pictured(box)
    choices, voters = CHOICES_RE.search(head), VOTERS_RE.search(head)
    multiple = True if MULTIPLE_RE.search(head) else False if SINGLE_RE.search(head) else None
    return Poll(
        multiple=multiple,
        max=int(choices[1]) if choices else (1 if multiple is False else None),
        voters=int(voters[1] or voters[2]) if voters else None,
        options=tuple(options),
    )


def _beside(row: _Element) -> str:
    """The texts of a row of a ballot but for its options, which may speak of percents themselves."""
    return " ".join(text_without(row, "label", *UNSEEN, most=2 * TEXTS).split())


def _pictured(box: _Element) -> Iterator[PollOption]:
    """The options of a ballot of pictures: the paragraph below each one, its figures behind it."""
    for cell in box.iterdescendants("td"):
        text = first(cell, "p") if (cell.get("id") or "").startswith("polloption_") else None
        if text is not None and (said := _flat(text)):
            match = PICTURED_RE.search(_flat(cell, TEXTS).removeprefix(said))
            yield PollOption(said, *((int(match[1]), float(match[2])) if match else (None, None)))


def _figures(row: _Element) -> tuple[int | None, float | None] | None:
    for candidate in (row, next(row.itersiblings("tr"), None)):
        match = VOTES_RE.search(_beside(candidate)) if candidate is not None else None
        if match:
            return int(match[2]) if match[2] else None, float(match[1])
    return None


def reward(parts: dict[str, list[_Element]], frame: str) -> Reward | None:
    """The price of a question and the answer that was chosen; some views print it bare, in the post's frame."""
    heads, best = parts.get("reward", []), parts.get("best", [])
    text = " ".join(map(_flat, heads)) or (frame if REWARD_RE.search(frame) else "")
    if not text and not best:
        return None
    match = REWARD_RE.search(text) or BARE_REWARD_RE.match(text)
    chosen = PID_RE.search("".join(tostring(part, encoding="unicode", with_tail=False) for part in best))
    box = any(SOLVED_BOX in classes(head) for head in heads)
    told = SOLVED_RE.search(text) and not OPEN_RE.search(text)
    solved = True if best or box or told else False if text else None
    return Reward(
        price=int(match[1]) if match else None,
        unit=STATE_RE.split(match[2])[0] or None if match else None,
        solved=solved,
        best_pid=int(chosen[1]) if chosen else None,
    )


def price(walked: Walked) -> Price | None:
    """What the thread costs, in the words of its ``hidden`` text, or of the box that tells it to who has paid."""
    for mark in walked.marks:
        if mark.kind == "hidden" and mark.data.get("condition") == "pay":
            match = PRICE_RE.search(walked.text, mark.start, mark.end)
            return Price(int(match[1]), match[2]) if match else Price(None, None)
    paid = next((tag for role, tag in walked.parts if role == "paid"), None)
    match = PAID_RE.search(_flat(paid)) if paid is not None else None
    return Price(int(match[1]), match[2]) if match else None if paid is None else Price(None, None)


def tags(parts: Iterable[_Element]) -> tuple[str, ...]:
    """The thread's tags, each a link; X has them in the box of the first post."""
    names = (" ".join(text_below(link).split()) for part in parts for link in part.iterchildren("a"))
    return tuple(dict.fromkeys(name for name in names if name))


def thread(facts: ThreadFacts, walks: tuple[Walked, ...]) -> ThreadFacts:
    """The thread's facts with poll, reward and price, which stand in its first post."""
    if not walks:
        return facts
    parts: dict[str, list[_Element]] = {}
    for role, tag in walks[0].parts:
        parts.setdefault(role, []).append(tag)
    found_poll, found_reward, found_price = (
        poll(parts.get("poll", [])),
        reward(parts, _frame(walks[0])),
        price(walks[0]),
    )
    special = next((kind for kind in KINDS if kind in parts), "paid" if found_price else facts.kind)
    kind = "poll" if found_poll else "reward" if found_reward else special
    found_tags = facts.tags or tags(parts.get("tags", []))
    return replace(facts, poll=found_poll, reward=found_reward, price=found_price, kind=kind, tags=found_tags)


def _frame(walked: Walked) -> str:
    return " ".join(word for e in walked.edits if e.rule == "chrome/post-frame" for word in e.old.split())


def silenced(walked: Walked) -> Walked:
    """The walk without the forum's own words where they stand for a whole post: blocked, deleted.

    They are kept as the post's ``withheld``.  A post that says the same and more keeps its text, and so does one that says it in the
    element of a post's own text, outside a box of the forum's: it gives no text there.
    """
    text = _remaining(walked.text, walked.edits)
    if not text or len(text) > LONGEST_NOTICE or "\n" in text or notice(text) is None:
        return walked
    start = walked.text.find(text)
    if start < 0 or (walked.own and not _boxed(walked.marks, start, start + len(text))):
        return walked
    edit = Edit(start, start + len(text), text, "", WITHHELD)
    marks = tuple(mark for mark in walked.marks if not (start <= mark.start and mark.end <= start + len(text)))
    return replace(walked, marks=marks, edits=tuple(sorted((*walked.edits, edit))))


def gone(template: Template, tree: _Element, page: str) -> Iterable[_Element]:
    """The elements that stand for deleted posts: the forum's words and nothing else, where the post's box would be.

    ``page`` is the page's text: mostly it has no such words, which costs less to see than to search the tree.
    """
    found = template.elements("gone", tree) if GONE_RE.search(page) else ()
    return (element for element in found if not len(element) and condition(element.text or "") == "deleted")


def emptied(walked: Walked) -> Walked:
    """The walk over the forum's words for a deleted post, without them: they are kept as ``withheld``."""
    edit = Edit(0, len(walked.text), walked.text, "", WITHHELD)
    return replace(walked, marks=(), edits=(edit,))


def _boxed(marks: Iterable[Mark], start: int, end: int) -> bool:
    """True where a box that the forum keeps shut holds a range."""
    return any(mark.kind == "hidden" and mark.start <= start and end <= mark.end for mark in marks)


def withheld(walked: Walked) -> Withheld | None:
    """Why the post has no text, where all that it holds are the forum's own words."""
    silent = next((e for e in walked.edits if e.rule == WITHHELD), None)
    if silent is not None:
        return Withheld(notice(silent.old) or condition(silent.old), " ".join(silent.old.split()))
    hidden = [mark for mark in walked.marks if mark.kind == "hidden"]
    images = any(mark.kind == "image" for mark in walked.marks)
    if hidden and not images:
        ranges = [Edit(m.start, m.end, "", "", "") for m in hidden]
        if not _remaining(walked.text, (*walked.edits, *ranges)):
            said = " ".join(_said(walked, hidden[0]).split())
            return Withheld(str(hidden[0].data["condition"]), said) if len(said) <= LONGEST_LOCK else None
    banner = next((e for e in walked.edits if e.rule == "chrome/attachment-notice"), None)
    if banner is not None and not images:
        return Withheld("image", " ".join(banner.old.split()))
    return None


def _said(walked: Walked, box: Mark) -> str:
    """What the forum says in a box, its buttons aside; them as well, where it says nothing else."""
    text = walked.text[box.start : box.end]
    inner = [edit.moved(-box.start) for edit in walked.edits if box.start <= edit.start and edit.end <= box.end]
    return _remaining(text, inner) or text


def _remaining(text: str, edits: Iterable[Edit]) -> str:
    """The text without what the edits take out."""
    parts: list[str] = []
    position = 0
    for edit in sorted(edits):
        parts.append(text[position : edit.start])
        position = max(position, edit.end)
    parts.append(text[position:])
    return "".join(parts).strip()


def by_author(document: Document, tree: _Element, posts: tuple[PostFacts, ...]) -> bool:
    """True for a view of one author's posts, which numbers its floors anew.

    Its address says so, or its way back to all posts; robots get that link as well, but no floors.
    """
    address = document.url or ""
    if "authorid=" in address and "authorid=0" not in address:
        return True
    if not any(post.floor for post in posts) or len({post.author for post in posts}) > 1:
        return False
    return any(link.text in ALL_POSTS for link in tree.iter("a"))
