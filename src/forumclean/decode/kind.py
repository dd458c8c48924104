"""html, text, json or xml: what a document is, by how it begins and by where its tags stand.

A dump of a thread about web pages is full of tags and is text all the same.  So the beginning decides, then
the lines: a page begins with markup and has it in most of its lines; a text begins with words and has tags
here and there, or in one stretch of quoted code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import islice

TAGS = (
    "html|head|body|title|meta|link|script|style|div|span|table|tbody|thead|tr|td|th|p|br|hr|a|b|i|u|em|strong|font|img|ul|ol|li|dl|dt|dd"
    "|h[1-6]|center|form|input|blockquote|pre|code|section|article|main|nav|header|footer|iframe|ignore_js_op|wml|card|noscript|base"
)
TAG_RE = re.compile(rf"</?(?:{TAGS})(?:\s[^<>]{{0,2000}})?/?>", re.IGNORECASE)
"""A whole tag of HTML; stops at the next angle bracket."""
PROLOGUE_RE = re.compile(
    r"""(?:\s++
        |<!--(?:(?!-->)[\s\S]){0,60000}-->
        |<%[^%]{0,2000}%>                       # a page of a server's template, as checked out
        |<\?(?!xml\b)[^<>]{0,2000}\?>
    )+""",
    re.VERBOSE,
)
"""What may stand in front of a page: white space, comments (``saved from url``), processing instructions."""
HTML_RE = re.compile(r"<!doctype\s+(?:html|wml)|<(?:html|head|body|wml)[\s>]", re.IGNORECASE)
XML_RE = re.compile(r"<\?xml\s[^<>]{0,400}\?>")
FEED_RE = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]|<root>\s{0,99}<!\[CDATA\[")
DOCTYPE_RE = re.compile(r"<!doctype\s[^<>\[\]]{0,400}(?:\[[^\]]{0,2000}\])?[^<>]{0,400}>", re.IGNORECASE)
POST_RE = re.compile(r'^<table id="pid(\d{1,12})"[^<>]{0,400}>', re.MULTILINE)
"""A post's own table: converters to Markdown leave tables of layout as they are, a page's posts with them."""
JSON_RE = re.compile(r'\s*(?:\{\s*"(?:[^"\\\n]|\\.){0,200}"\s*:|\[\s*(?:\{\s*"|\[))')
DISCUZ_RE = re.compile(r'"(?:Version|Charset|Variables)"\s{0,9}:')
"""The frame of Discuz's mobile API, which is JSON even where the file was cut off."""

SAMPLE = 65_536
FEW = 3
"""Tables of posts that are looked at: the first may be cut."""
HINTS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "application/json": "json"}


def _without_prologue(text: str) -> str:
    head = text[:SAMPLE].lstrip("\ufeff")
    match = PROLOGUE_RE.match(head)
    return head[match.end() :] if match else head


def _is_json(text: str) -> bool:
    if not JSON_RE.match(text):
        return False
    if len(DISCUZ_RE.findall(text[:SAMPLE])) >= 2:
        return True
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _xml_kind(head: str) -> str:
    """What an XML document is by its root: XHTML and WAP pages are read as HTML."""
    match = XML_RE.match(head)
    rest = _without_prologue(head[match.end() :]) if match else head
    if HTML_RE.match(rest):
        return "html"
    if doctype := DOCTYPE_RE.match(rest):
        rest = _without_prologue(rest[doctype.end() :])
    return "html" if HTML_RE.match(rest) else "xml"


def _is_markup(head: str, hint: str | None) -> bool:
    """True for a part of a page (no root): it begins with a tag or a line with one, and most lines hold one."""
    lines = [line for line in head.splitlines() if not line.isspace() and line]
    if not lines:
        return False
    tagged = sum(1 for line in lines if TAG_RE.search(line))
    share = tagged / len(lines)
    tags = TAG_RE.findall(head)
    closed = sum(1 for tag in tags if tag.startswith("</") or tag[:3].lower() in ("<br", "<hr", "<im"))
    if hint == "html" and closed and share >= 0.2:
        return True
    if len(tags) < 2 or not closed:
        return False
    first = TAG_RE.match(head)
    if first:  # words between tags or a line of code in a text: what the tag encloses ends the document
        return share >= 0.5 and (len(lines) > 1 or bool(TAG_RE.search(head.rstrip()[-40:])))
    return share >= 0.7 and bool(TAG_RE.search(lines[0])) and len(tags) >= 3


def _holds_posts(text: str) -> bool:
    """True for Markdown with a post's table in it, its text inside: a lesson on templates has no numbers there."""
    if 'id="postmessage_' not in text:
        return False
    return any(f'id="postmessage_{table[1]}"' in text for table in islice(POST_RE.finditer(text), FEW))


def kind_of(text: str, name: str | None = None, headers: Mapping[str, str] | None = None) -> str:
    r"""``html``, ``text``, ``json`` or ``xml``.

    >>> kind_of("<!DOCTYPE html><title>论坛</title>"), kind_of("关于 <div> 标签\n大家怎么用？")
    ('html', 'text')
    """
    head = _without_prologue(text)
    if head[:1] in ("{", "["):
        return "json" if _is_json(text.lstrip("\ufeff")) else "html" if _holds_posts(text) else "text"
    if HTML_RE.match(head):
        return "html"
    if XML_RE.match(head):
        return _xml_kind(head)
    if FEED_RE.match(head):
        return "xml"
    if "<" in head and _is_markup(head, _hint(name, headers)):
        return "html"
    return "html" if _holds_posts(text) else "text"


def _hint(name: str | None, headers: Mapping[str, str] | None) -> str | None:
    """What the sender or the file's name says; it only tips the scales."""
    for key, value in (headers or {}).items():
        if key.lower() == "content-type":
            return HINTS.get(value.partition(";")[0].strip().lower())
    lower = (name or "").lower()
    return "html" if lower.endswith((".html", ".htm", ".xhtml")) else None
