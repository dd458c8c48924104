"""Reads what the mobile API tells of a thread beside its posts: ballots, rewards, prices, remarks below posts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from forumclean.model import Comment, Poll, PollOption, Price, Reward, Withheld
from forumclean.page.facts import iso_time
from forumclean.page.finder import squeezed

TAG_RE = re.compile(r"<[^<>]{0,500}>")
TITLE_RE = re.compile(r"title=\"([^\"]{8,30})\"")
AMOUNT_RE = re.compile(r"(\d{1,9})(?:\.\d{1,2})?\s*([^\d\s]{0,12})")
PAID_RE = re.compile(r"付[费費]主[题題]\s{0,9}(\d{1,9})\s{0,9}(\S{0,12})")
"""All that the API gives in place of a text that is for sale."""


def number(value: object) -> int | None:
    """A whole number as PHP writes it."""
    text = str(value if value is not None else "")
    return int(text) if text.isdecimal() and len(text) < 16 else None


def words(value: object) -> str | None:
    """A text that may hold elements and entities, on one line."""
    return squeezed(unescape(TAG_RE.sub("", str(value or ""))))


def time(value: object) -> str | None:
    """A time, a relative one by its title."""
    title = TITLE_RE.search(str(value or ""))
    return iso_time(title[1] if title else words(value) or "")


def _rows(value: object) -> Iterator[Mapping[str, Any]]:
    """The rows of a list, which PHP writes as an object where they have numbers."""
    found = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (row for row in found if isinstance(row, dict))


def poll(variables: Mapping[str, Any]) -> Poll | None:
    """The ballot of a thread."""
    told = variables.get("special_poll")
    if not isinstance(told, dict):
        return None
    options = (
        PollOption(text, number(row.get("votes")), _percent(row.get("percent")))
        for row in _rows(told.get("polloptions"))
        if (text := words(row.get("polloption")))
    )
    multiple = {"0": False, "1": True}.get(str(told.get("multiple")))
    most = number(told.get("maxchoices"))
    return Poll(multiple, most or None, number(told.get("voterscount")), tuple(options))


def _percent(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def reward(thread: Mapping[str, Any], variables: Mapping[str, Any]) -> Reward | None:
    """The price of a question; one below zero says that it was paid out."""
    told = variables.get("special_reward")
    if not isinstance(told, dict):
        return None
    match = AMOUNT_RE.match(words(told.get("rewardprice")) or "")
    best = told.get("bestpost")
    pid = number(best.get("pid")) if isinstance(best, dict) else None
    paid = str(thread.get("price") or "")
    solved = True if pid or paid.startswith("-") else False if number(paid) else None
    return Reward(int(match[1]) if match else None, match[2] or None if match else None, solved, pid)


def price(thread: Mapping[str, Any], sold: Withheld | None) -> Price | None:
    """What the thread costs, the unit as the API says it in place of the text."""
    amount = number(thread.get("price"))
    if not amount or str(thread.get("special") or "0") != "0":
        return None
    match = PAID_RE.fullmatch(sold.text) if sold else None
    return Price(amount, match[2] or None if match else None)


def for_sale(post: Mapping[str, Any], variables: Mapping[str, Any]) -> Withheld | None:
    """What the API gives in place of a first post that the reader has not bought; it says so beside the posts as well."""
    said = words(post.get("message")) or ""
    sold = str(variables.get("forum_threadpay") or "").lower() not in {"", "0", "false"}
    return Withheld("pay", said) if sold and str(post.get("first")) == "1" and PAID_RE.fullmatch(said) else None


def comments(post: Mapping[str, Any], variables: Mapping[str, Any]) -> tuple[Comment, ...]:
    """The remarks below a post."""
    told = variables.get("comments")
    rows = _rows(told.get(str(post.get("pid")))) if isinstance(told, dict) else ()
    found = (
        Comment(words(row.get("author")), words(row.get("comment")) or "", time(row.get("dateline"))) for row in rows
    )
    return tuple(comment for comment in found if comment.text)
