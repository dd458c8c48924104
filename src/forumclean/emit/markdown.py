"""The article as CommonMark with YAML front matter.

Comments and ratings follow their post as a list; signatures are left to the JSON.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import cast

from forumclean.emit.blocks import BLOCKS, CLOSING_RE, Insertions, flat, shown_time
from forumclean.emit.escape import Insertion, lines, start
from forumclean.model import ArticleData, Block, ListBlock, Paragraph, PollOption, Post, Rating

NONE: Insertions = {}
PLAIN_YAML_RE = re.compile(r"[A-Za-z\u3400-\u9fff][\w\u3400-\u9fff ./+-]*(?<! )")
UNPRINTABLE_RE = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What JSON takes as it is and YAML does not."""
YAML_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def to_markdown(article: ArticleData) -> str:
    """The article as Markdown: front matter, title, sections, further posts under headings of their own."""
    parts = list(_front_matter(article))
    if article.thread.title:
        parts.append(f"# {_one_line(_title(article))}")
    insertions = _insertions(article)
    for i, post in enumerate(article.posts):
        shift = 0
        if i > 0 or post.facts.floor not in (None, 1):
            parts.append(f"## {_post_title(post)}")
            shift = 1
        parts += _post(post, shift, insertions, i)
        if i == 0:
            parts += _thread_facts(article)
    return "\n\n".join(parts) + "\n"


# ── head ────────────────────────────────────────────────────────────────────────────────────────


def _front_matter(article: ArticleData) -> Iterator[str]:
    """The facts of the thread as YAML; nothing where none is known."""
    thread = article.thread
    first = article.posts[0] if article.posts else None
    byline = first.byline if first else None
    facts: dict[str, object] = {
        "title": thread.title,
        "author": first.facts.author if first else None,
        "published": first.facts.published if first else None,
        "url": article.source.url or thread.url,
        "board": list(thread.board),
        "source": byline.source if byline else None,
        "authors": list(byline.authors) if byline else [],
    }
    rows = [f"{key}: {_yaml(value)}" for key, value in facts.items() if value not in (None, [])]
    if rows:
        yield "\n".join(["---", *rows, "---"])


def _yaml(value: object) -> str:
    """A value on one line: JSON strings are YAML strings, and nothing can break out of them."""
    if isinstance(value, list):
        return "[" + ", ".join(_yaml(item) for item in value) + "]"
    text = str(value)
    if PLAIN_YAML_RE.fullmatch(text) and text.lower() not in YAML_WORDS:
        return text
    return UNPRINTABLE_RE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def _title(article: ArticleData) -> str:
    title = article.thread.title or ""
    if article.options.masks != "mark":
        return title
    shown, reached = "", 0
    for mask in article.masks:
        if mask.post is None and mask.restored and mask.word:
            end = mask.offset + len(mask.word)
            shown += title[reached:end] + f"[{mask.mask}]"
            reached = end
    return shown + title[reached:]


def _one_line(text: str) -> str:
    """Text for a heading: one line, and no closing run of # that would vanish."""
    return CLOSING_RE.sub(r"\\\g<0>", flat(text))


def _post_title(post: Post) -> str:
    facts = post.facts
    floor = f"#{facts.floor}" if facts.floor is not None else ""
    who = " · ".join(_one_line(part) for part in (facts.author, shown_time(facts.published)) if part)
    return " ".join(part for part in (floor, who) if part) or "·"


def _insertions(article: ArticleData) -> dict[tuple[int, int], Insertions]:
    """With ``--masks mark``: what stands behind each restored word."""
    found: dict[tuple[int, int], Insertions] = defaultdict(lambda: defaultdict(list))
    if article.options.masks == "mark":
        for mask in article.masks:
            if mask.post is not None and mask.block is not None and mask.restored and mask.word:
                place = found[mask.post, mask.block]
                place[mask.where].append(Insertion(mask.offset + len(mask.word), f"[{mask.mask}]"))
    return found


# ── posts ───────────────────────────────────────────────────────────────────────────────────────


def _post(post: Post, shift: int, insertions: dict[tuple[int, int], Insertions], i: int) -> Iterator[str]:
    blocks = post.blocks
    reached = 0
    for k in _more_than_lines(blocks, insertions, i):
        if reached < k:
            yield _mere_lines(blocks[reached:k])
        block, above = blocks[k], blocks[k - 1] if k else None
        if isinstance(block, ListBlock) and isinstance(above, ListBlock) and block.ordered == above.ordered:
            yield "<!-- -->"  # without it two lists would be one
        yield BLOCKS[type(block)](block, insertions.get((i, k), NONE), shift)
        reached = k + 1
    if reached < len(blocks):
        yield _mere_lines(blocks[reached:])
    yield from _below(post)


def _more_than_lines(blocks: Sequence[Block], insertions: dict[tuple[int, int], Insertions], i: int) -> list[int]:
    """The numbers of the blocks that are more than a line without spans; nearly all of a page are no more."""
    found = [k for k, block in enumerate(blocks) if type(block) is not Paragraph or block.spans]
    if not insertions:
        return found
    return sorted({*found, *(k for k in range(len(blocks)) if (i, k) in insertions)})


def _mere_lines(blocks: Sequence[Block]) -> str:
    return lines([paragraph.text for paragraph in cast("Sequence[Paragraph]", blocks)])


def _below(post: Post) -> Iterator[str]:
    """Why text is withheld, the remarks and the points."""
    facts = post.facts
    if facts.withheld:
        yield f"<em>{flat(facts.withheld.text) or '…'}</em>"
    remarks = [start(f"{_remark(c.author, c.at)}{flat(c.text)}") for c in facts.comments]
    if remarks:
        yield "点评：\n\n" + _bullets(remarks)
    given = [start(_rating(rating)) for rating in facts.ratings]
    if given:
        yield "评分：\n\n" + _bullets(given)


def _bullets(rows: Sequence[str]) -> str:
    return "\n".join(f"- {row}" for row in rows)


def _rating(rating: Rating) -> str:
    score = f"{rating.score:+}" if rating.score is not None else ""
    points = " ".join(part for part in (flat(rating.credit or ""), score) if part)
    reason = f"，{flat(rating.reason)}" if rating.reason else ""
    return f"{_remark(rating.author, None)}{points}{reason}"


def _remark(author: str | None, at: str | None) -> str:
    who = " · ".join(flat(part) for part in (author, shown_time(at)) if part)
    return f"{who}：" if who else ""


def _thread_facts(article: ArticleData) -> Iterator[str]:
    thread = article.thread
    if thread.poll:
        rows = [start(flat(option.text)) + _votes(option) for option in thread.poll.options]
        yield f"投票：\n\n{_bullets(rows)}" if rows else "投票"
    if thread.reward and thread.reward.price is not None:
        solved = {True: "，已解决", False: "，未解决", None: ""}[thread.reward.solved]
        yield f"悬赏：{thread.reward.price} {flat(thread.reward.unit or '')}{solved}".strip()
    if thread.price and thread.price.amount is not None:
        yield f"售价：{thread.price.amount} {flat(thread.price.unit or '')}".strip()


def _votes(option: PollOption) -> str:
    votes = f"：{option.votes}" if option.votes is not None else ""
    return votes + (f"（{option.percent:g} %）" if option.percent is not None else "")
