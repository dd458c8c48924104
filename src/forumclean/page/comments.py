"""Reads the comments below a post: who, what, when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.etree import _Element

from forumclean.model import Comment
from forumclean.page.facts import iso_time
from forumclean.page.finder import squeezed, text_of
from forumclean.page.template import Template

TIMES = 10
"""A comment says once when it was written, and those of its parts that look like times are few."""
COLON_RE = re.compile(r"^\s*+(?:：|:(?=\s))")
"""What some styles put between a name and the remark."""


def comments_of(template: Template, elements: Sequence[_Element]) -> tuple[Comment, ...]:
    """The comments that some elements hold, one each, in order."""
    out: list[Comment] = []
    for element in elements:
        bodies = template.elements("comment-text", element)
        if not bodies:
            continue
        text = squeezed(template.find("comment-text", element))
        stamps = []
        inside = set(bodies[0].iterdescendants())
        for time in template.elements("comment-time", element)[:TIMES]:
            printed = squeezed(text_of(time))
            if text and printed and time in inside:
                text = squeezed(text.removesuffix(printed))
            stamps += [span.get("title") or "" for span in time.iterfind(".//span[@title]")] + [printed or ""]
        for button in reversed(template.elements("comment-button", element)):  # the last that stands before the time
            text = squeezed((text or "").removesuffix(text_of(button).strip()))
        author = squeezed(template.find("comment-author", element))
        if text and author and any(name in inside for name in template.elements("comment-author", element)):
            if text.startswith(author):  # X2 has the name in one element with the remark
                text = squeezed(COLON_RE.sub("", text.removeprefix(author)))
            elif author in text:
                author = None  # a name in the middle of a remark
        if text:
            at = next((found for found in map(iso_time, stamps) if found), None)
            out.append(Comment(author, text, at))
    return tuple(out)
