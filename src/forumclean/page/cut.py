"""Tells a page that was cut off on its way: what stood behind is gone, and nothing else would say so."""

from __future__ import annotations

import re
from dataclasses import replace

from forumclean.model import Page

OPENED_RE = re.compile(r"<body\b", re.IGNORECASE)
CLOSED_RE = re.compile(r"</(?:body|html)\b", re.IGNORECASE)
WARNING = "the page breaks off, its end is missing, and maybe posts with it; save the page again"


def told(page: Page, html: str) -> Page:
    """The page, with a warning where it breaks off: no tag closes it, and it ends within a tag or a post.

    A page that was saved without end tags has the foot of the forum behind the last post.
    """
    if "</html>" in html or not OPENED_RE.search(html) or CLOSED_RE.search(html):
        return page
    in_tag = html.rfind("<") > html.rfind(">")
    in_post = bool(page.edits) and not page.edits[-1].old.strip()
    return replace(page, warnings=(*page.warnings, WARNING)) if in_tag or in_post else page
