"""Reads pictures, attachments, players and hidden addresses out of their elements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bs4 import Tag

from forumclean.page.fold import BREAK, unfolded

SOURCES = ("zoomfile", "file", "data-original", "data-src", "original", "src")
"""Where a picture's address stands, best first: ``src`` is a placeholder while the page loads lazily."""
PLACEHOLDER_RE = re.compile(
    r"(?:^|/)static/image/|/(?:none|blank|spacer|lazy|grey|loading)\.(?:gif|png|svg)$|^data:", re.IGNORECASE
)
SMILEY_RE = re.compile(r"(?:^|/)(?:static/image/|images/)?(?:smiley|smilies)/", re.IGNORECASE)
SIZE_RE = re.compile(r"[(（]\s*([\d.]+\s?(?:Bytes|[KMGT]?i?B))", re.IGNORECASE)
UPLOAD_RE = re.compile(
    r"\d[\d\s:/-]{1,40}(?:上传|上傳|Upload(?:ed)?)$|^(?:下载附件|下載附件|Download)$|下载次数|下載次數|保存到相册|儲存到相冊",
    re.IGNORECASE,
)
FILE_RE = re.compile(r"(?:^|[?&;/])mod=attachment\b|(?:^|/)attachment\.php\b", re.IGNORECASE)
NAME_RE = re.compile(r"[^\s/\\:*?\"<>|]{1,200}\.[A-Za-z0-9]{1,8}")
PLAYER_RE = re.compile(r"""(?:detectPlayer\([^)]{0,200}?|encodeURI\(\s*)["'](https?://[^"'\s]{1,2000})["']""")


@dataclass(frozen=True, slots=True)
class Figure:
    """The data of an ``image``, ``attachment`` or ``media`` mark."""

    kind: str
    data: Mapping[str, object]


def _text(tag: Tag, name: str) -> str | None:
    value = tag.get(name)
    return unfolded(value).strip() or None if isinstance(value, str) else None


def _address(tag: Tag) -> str | None:
    """The picture's real address; ``None`` where only a placeholder stands."""
    for name in SOURCES:
        value = _text(tag, name)
        if value and not PLACEHOLDER_RE.search(value):
            return value
    return None


def image(tag: Tag) -> Figure | None:
    """The picture; ``None`` for smileys, icons and placeholders, which say nothing."""
    src = _text(tag, "src") or ""
    if tag.get("smilieid") is not None or SMILEY_RE.search(src):
        return None
    address = _address(tag)
    if address is None:
        return None
    return Figure("image", {"src": address, "filename": None, "alt": _text(tag, "alt"), "description": None})


def _lines(tag: Tag) -> list[str]:
    texts = (unfolded(part).strip() for piece in tag.stripped_strings for part in piece.split(BREAK))
    return [text for text in texts if text]


def _description(tag: Tag, known: str | None) -> str | None:
    """What the uploader wrote: the line of the box that is neither name, size, date nor a button."""
    boxes = [*tag.find_all(class_="tip_c"), *tag.find_all("p", class_="xg2")]
    for box in boxes:
        tail = [line for line in _lines(box) if line != known and not UPLOAD_RE.search(line)]
        if box.name == "p" and tail:
            return " ".join(tail)
        if box.find("br") or BREAK in box.get_text():
            return tail[-1] if len(tail) > 1 else None
    for paragraph in tag.find_all("p"):
        line = unfolded(paragraph.get_text()).strip()
        if paragraph.attrs or paragraph.find(["a", "strong", "img", "em"]) is not None or not line:
            continue
        if not UPLOAD_RE.search(line) and line != known:
            return line
    return None


def _filename(tag: Tag, src: str | None) -> str | None:
    for found in (tag.find("strong"), *tag.find_all("a", limit=6)):
        text = unfolded(found.get_text()).strip() if found is not None else ""
        if text and NAME_RE.fullmatch(text):
            return text
    for found in tag.find_all("a", limit=6):
        text = unfolded(found.get_text()).strip()
        if text and FILE_RE.search(str(found.get("href", ""))) and not UPLOAD_RE.search(text):
            return text
    return None if src is None else _text(tag, "title")


def _size(tag: Tag) -> str | None:
    match = SIZE_RE.search(tag.get_text())
    return match[1] if match else None


def attachment(tag: Tag) -> Figure | None:
    """The picture, file or player in an attachment's element; ``None`` where it holds none of them."""
    player = tag.find(["iframe", "embed", "video", "audio"]) or tag.find("div", class_="media")
    if isinstance(player, Tag):
        src = media(player) or media(tag)
        return Figure("media", {"src": src}) if src else None
    for picture in tag.find_all("img"):
        found = image(picture)
        if found is not None:
            name = _filename(tag, None)
            return Figure("image", {**found.data, "filename": name, "description": _description(tag, name)})
    for link in tag.find_all("a"):
        found = file_link(link)
        if found is not None:
            name = _filename(tag, None)
            facts = {"filename": name, "size": _size(tag), "description": _description(tag, name)}
            return Figure("attachment", {**found.data, **facts})
    return None


def file_link(tag: Tag) -> Figure | None:
    """The attachment behind a link, told by its address; ``None`` for other links."""
    href = tag.get("href")
    if not isinstance(href, str) or not FILE_RE.search(href):
        return None
    lines = _lines(tag)
    name = next((line for line in lines if NAME_RE.fullmatch(line)), lines[0] if lines else None)
    return Figure("attachment", {"filename": name, "href": unfolded(href), "description": None, "size": _size(tag)})


def media(tag: Tag) -> str | None:
    """The address that a player plays; ``None`` where none is told."""
    for name in ("src", "data", "data-src"):
        value = _text(tag, name)
        if value and not PLACEHOLDER_RE.search(value):
            return value
    inner = tag.find(["source", "embed", "iframe", "param"])
    if isinstance(inner, Tag):
        return _text(inner, "src") or _text(inner, "value")
    link = tag.find("a", href=True)
    if isinstance(link, Tag):
        return _text(link, "href")
    script = tag if tag.name == "script" else tag.find("script") or tag.find_next_sibling("script")
    match = PLAYER_RE.search(script.get_text()) if isinstance(script, Tag) else None
    return match[1] if match else None


def email(secret: str) -> str | None:
    """The address that Cloudflare hid: hex bytes, each combined with the first by XOR.

    >>> email("422c2d20")
    'nob'
    """
    try:
        raw = bytes.fromhex(secret)
        return bytes(byte ^ raw[0] for byte in raw[1:]).decode("utf-8") or None
    except (ValueError, IndexError):  # not Cloudflare's form: the text stays as it is printed
        return None
