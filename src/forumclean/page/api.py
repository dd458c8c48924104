"""Reads the JSON of Discuz!'s mobile API (``module=viewthread``): facts in fields, posts as HTML in ``message``.

The page text of such a document is the thread's subject and the text of all messages, in order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from html import escape, unescape
from typing import Any

from forumclean.errors import InputError, NotAThreadError
from forumclean.ledger import Passage
from forumclean.model import Document, Edit, Mark, Page, PostFacts, ThreadFacts, Withheld
from forumclean.page import api_facts, quoted
from forumclean.page.api_facts import number
from forumclean.page.facts import edit_notice
from forumclean.page.floors import counted
from forumclean.page.special import WITHHELD, silenced, withheld
from forumclean.page.tree import readable, tree_of
from forumclean.page.verdict import refusal
from forumclean.page.walk import Walked, Walker

KINDS = {"1": "poll", "2": "trade", "3": "reward", "4": "activity", "5": "debate"}
"""``thread.special``, as X1 to X3.5 number the kinds of threads."""
CODE_RE = re.compile(r"\[attach\](\d{1,12})\[/attach\]")
TWICE_RE = re.compile(r"&amp;(?=(?:quot|lt|gt|amp|nbsp|#\d{1,6});)")
"""The API escapes entities twice inside lists."""


def read(document: Document) -> Page:
    """The posts of the answer; raises :class:`NotAThreadError` for JSON of other kinds, :class:`RefusedError` for a message."""
    try:
        data: Any = json.loads(document.text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{document.name or 'the file'}: this is no whole JSON ({error}); save it again", reason="damaged"
        ) from error
    variables = data.get("Variables") if isinstance(data, dict) else None
    message = data.get("Message") if isinstance(data, dict) else None
    if not isinstance(variables, dict) or not isinstance(variables.get("postlist"), list) or not variables["postlist"]:
        if isinstance(message, dict) and message.get("messagestr"):
            raise refusal(str(message["messagestr"]), document.name)
        raise NotAThreadError(
            f"{document.name or 'the file'}: this JSON holds no Discuz! thread; give the API's viewthread answer",
            reason="no-thread",
        )
    thread = variables.get("thread")
    return _page(
        thread if isinstance(thread, dict) else {},
        [p for p in variables["postlist"] if isinstance(p, dict)],
        variables,
    )


def _page(thread: Mapping[str, Any], posts: list[dict[str, Any]], variables: Mapping[str, Any]) -> Page:
    subject = unescape(str(thread.get("subject") or ""))
    text = [f"{subject}\n"]
    edits = [Edit(0, len(text[0]), text[0], "", "chrome/subject")]
    marks: list[Mark] = []
    facts: list[PostFacts] = []
    length = len(text[0])
    sold: Withheld | None = None
    for post in posts:
        asked = api_facts.for_sale(post, variables)
        walked = _walked(post) if asked is None else _unread(post)
        sold = sold or asked
        marks.append(Mark(length, length + len(walked.text), "post", {"index": len(facts)}))
        marks += (m.moved(length) for m in walked.marks)
        edits += (e.moved(length) for e in walked.edits)
        facts.append(replace(_facts(post, walked, asked), comments=api_facts.comments(post, variables)))
        text.append(walked.text)
        length += len(walked.text)
    found = _thread(thread, variables, subject, next((post.floor for post in facts if post.floor), 1), sold)
    return Page(
        passage=Passage.of("".join(text), marks),
        thread=found,
        posts=counted(facts, found, by_author=False),
        edits=tuple(edits),
        template="mobile-api",
        evidence="the answer of module=viewthread",
        clean=True,
    )


def _walked(post: Mapping[str, Any]) -> Walked:
    """The message, walked, with its attachments where their codes stand, and those that it does not place behind it."""
    files = _attachments(post)
    placed: set[str] = set()

    def place(match: re.Match[str]) -> str:
        placed.add(match[1])
        return files.get(match[1], "")

    message = CODE_RE.sub(place, TWICE_RE.sub("&", str(post.get("message") or "")))
    if quoted.is_withheld(message.strip()):  # the API gives the forum's words in place of a post as they are
        message = f'<div class="locked">{message}</div>'
    rest = "".join(f"<br>{file}" for aid, file in files.items() if aid not in placed)
    tree = tree_of(f"<html><body><div>{readable(message + rest)}</div></body></html>")
    walked = Walker(body=True, bare_players=True).walk(tree)
    return silenced(walked)


def _unread(post: Mapping[str, Any]) -> Walked:
    """A message that holds nothing but what the forum says in place of one."""
    tree = tree_of(f"<html><body><div>{readable(str(post.get('message') or ''))}</div></body></html>")
    walked = Walker(body=True).walk(tree)
    return replace(walked, marks=(), edits=(Edit(0, len(walked.text), walked.text, "", WITHHELD),))


def _attachments(post: Mapping[str, Any]) -> dict[str, str]:
    """Pictures and files by their numbers, as elements; those that the message shows already are left out."""
    listed = post.get("attachments")
    message = str(post.get("message") or "")
    found: dict[str, str] = {}
    for item in listed.values() if isinstance(listed, dict) else listed if isinstance(listed, list) else ():
        if not isinstance(item, dict) or str(item.get("attachment") or "\x00") in message:
            continue
        aid = _attribute(str(item.get("aid")))
        address = _attribute(str(item.get("url") or "") + str(item.get("attachment") or ""))
        name = _attribute(str(item.get("filename") or ""))
        said = _attribute(str(item.get("description") or ""))
        if str(item.get("isimage")) in ("1", "-1"):
            found[aid] = f'<img src="{address}" alt="{said}">'
        elif f"aid={aid}" not in message and name not in message:
            link = f'<a href="forum.php?mod=attachment&amp;aid={aid}">{name}</a>'
            size = f"<em>({_attribute(str(item['attachsize']))})</em>" if item.get("attachsize") else ""
            below = f'<p class="xg2">{said}</p>' if said else ""
            found[aid] = f'<span id="attach_{aid}">{link}{size}{below}</span>'
    return found


def _attribute(text: str) -> str:
    return escape(unescape(text))


def _facts(post: Mapping[str, Any], walked: Walked, asked: Withheld | None) -> PostFacts:
    return PostFacts(
        floor=number(post.get("number")) or number(post.get("position")),
        pid=number(post.get("pid")),
        author=unescape(str(post.get("author") or "")) or None,
        published=api_facts.time(post.get("dateline")),
        edited=next((n for n in map(edit_notice, walked.notices) if n), None),
        withheld=asked or withheld(walked),
    )


def _thread(
    thread: Mapping[str, Any], variables: Mapping[str, Any], subject: str, floor: int, sold: Withheld | None
) -> ThreadFacts:
    """What the answer says of the thread; which page it is tells the first ``floor`` in it."""
    per_page = number(variables.get("ppp"))
    replies = number(thread.get("replies"))
    price = api_facts.price(thread, sold)
    kind = KINDS.get(str(thread.get("special") or "0"), "normal")
    return ThreadFacts(
        tid=number(thread.get("tid")),
        title=subject or None,
        kind="paid" if kind == "normal" and price else kind,
        views=number(thread.get("views")),
        replies=number(thread.get("allreplies")) if thread.get("allreplies") is not None else replies,
        pages=((floor - 1) // per_page + 1,) if per_page else (1,) if floor == 1 else (),
        last_page=(replies + per_page) // per_page if per_page and replies is not None else None,
        poll=api_facts.poll(variables),
        reward=api_facts.reward(thread, variables),
        price=price,
    )
