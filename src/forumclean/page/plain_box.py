"""Reads the boxes below a post in a dump whose first word says what they are: comments, ratings, a best answer, a poll."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from forumclean.model import Comment, Rating
from forumclean.page.facts import iso_time
from forumclean.page.plain_chrome import folded
from forumclean.page.plain_lines import Lines
from forumclean.page.plain_probes import TIME
from forumclean.page.plain_ratings import read_ratings
from forumclean.page.plain_stamps import rows
from forumclean.page.plain_touch import is_avatar, unbulleted

SAID_RE = re.compile(
    rf"(?P<text>.*?)(?<![ \xa0])[ \xa0]*+(?:发表于|Post time|Posted (?:on|at|in))[ \xa0]*(?P<at>{TIME})"
)
POLL_RE = re.compile(
    r"(?:\*\*)?(?:单选投票|多选投票|Single choice|Multiple choice)(?:\*\*)? ?[:：]?.{0,200}", re.IGNORECASE
)


class Box(NamedTuple):
    """A box below a post: its lines, its row, and what it says."""

    start: int
    stop: int
    row: str
    comments: tuple[Comment, ...] = ()
    ratings: tuple[Rating, ...] = ()


def _comments(lines: Lines, line: int, stop: int) -> Box | None:
    """Comments: author, then text and time (or time and text, in the touch view)."""
    comments: list[Comment] = []
    end = line + 1
    while True:
        below = [row for row in rows(lines, end, stop, 4) if not is_avatar(row[0])][:3]
        texts = [unbulleted(text) for text, _ in below]
        said = [SAID_RE.fullmatch(folded(text)) for text in texts]
        if len(below) > 1 and said[1] and said[1]["text"]:
            used, text, at = 2, texts[1][: said[1].end("text")].strip(), said[1]["at"]
        elif len(below) > 2 and said[2] and not said[2]["text"] and not said[1]:
            used, text, at = 3, texts[1], said[2]["at"]
        elif len(below) > 2 and said[1] and not said[1]["text"]:
            used, text, at = 3, texts[2], said[1]["at"]
        else:
            break
        comments.append(Comment(texts[0], text, iso_time(at)))
        end = below[used - 1][1] + 1
    return Box(line, end, "chrome/comments", comments=tuple(comments)) if comments else None


def _ratings(lines: Lines, line: int, stop: int) -> Box | None:
    """Ratings: a head with the sums, then author, points and reason, up to the link to all of them."""
    found = read_ratings(lines, line, stop)
    return Box(line, found[0], "chrome/ratings", ratings=found[1]) if found else None


def _best(lines: Lines, line: int, stop: int) -> Box | None:
    """The best answer's copy below the question: it stands again as a post of its own."""
    below = lines.below(line + 1, stop, 3)
    if any(folded(lines.bare[i]) in ("查看完整内容", "View full content") for i in below):
        return Box(line, stop, "chrome/best-answer")
    return None


OPTION_RE = re.compile(r"\d{1,3}\. .{1,200}|\d{1,3}\.\d\d% ?(?:\(\d+ ?票?\))?|\(\d+ ?票?\)")
NUMBERED_RE = re.compile(r"(\d{1,3})\..{1,200}")
UNMARKED = str.maketrans("", "", "|*_")
"""What a converter to Markdown puts around the cells and figures of a poll."""
POLL_END_RE = re.compile(
    r"(?:您所在的用户组没有投票权限|[您你]已经投过票|(?:该)?投票已经?(?:结束|关闭)|提交|查看投票参与人|距结束还有|此为公开投票|此投票"
    r"|[您你]需要 ?登[录陆] ?之?后|You have voted|Submit).{0,60}|[您你]需要|登[录陆]|之?后方能进行投票"
)
"""The last three are one sentence of the touch view, whose link has a line of its own."""


def poll(lines: Lines, line: int, stop: int) -> Box | None:
    """A poll: options and their figures, up to the word on who may vote."""
    end = line + 1
    figures = options = 0
    for below in lines.below(line + 1, stop, 200):
        text = folded(lines.bare[below]).translate(UNMARKED).strip()
        numbered = NUMBERED_RE.fullmatch(text)
        if OPTION_RE.fullmatch(text):
            figures += 1
            options += "%" not in text and text[0] != "("
        elif numbered and int(numbered[1]) == options + 1:  # the touch view has no blank behind the number
            options += 1
        elif not (POLL_END_RE.fullmatch(text) or text.startswith((":", "("))):
            break
        end = below + 1
    return Box(line, end, "chrome/poll") if figures else None


READERS: dict[str, Callable[[Lines, int, int], Box | None]] = {
    **dict.fromkeys(("点评", "Comments", "Comment"), _comments),
    **dict.fromkeys(("评分", "Rate", "Rating", "Ratings"), _ratings),
    **dict.fromkeys(("最佳答案", "Best answer"), _best),
}
"""The reader of the box that a word opens."""
