"""Reads pictures, attachments, players and hidden addresses out of their elements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from lxml.etree import _Element

from forumclean.page.elements import attribute, first, strings, text_below, with_class
from forumclean.page.facts import RELATIVE
from forumclean.page.players import media

SOURCES = (
    "zoomfile", "file", "data-original", "data-src", "original", "comiis_loadimages", "data-actualsrc", "data-original-src",
    "data-lazy-src", "data-lazyload", "data-lazy", "data-echo", "lazysrc", "lay-src", "src",
)  # fmt: skip
"""Where a picture's address stands, best first: ``src`` is a placeholder while the page loads lazily."""
PLACEHOLDER_RE = re.compile(
    r"(?:^|/)static/image/|/(?:none|blank|spacer|lazy|grey|loading)\.(?:gif|png|svg)$|^data:"
    r"|^images/(?:attachicons|common|default)/|/images/attachicons/[\w-]+\.gif$|/images/(?:common|default)/(?:back|attachimg)\.gif$",
    re.IGNORECASE,
)
"""Icons of the forum: 7.2 has them below ``images``, a name that other sites give to folders of real pictures."""
SMILEY_RE = re.compile(r"(?:^|/)(?:static/image/|images/)?(?:smiley|smilies)/", re.IGNORECASE)
SIZE_RE = re.compile(r"[(（]\s*([\d.]+\s?(?:Bytes|[KMGT]?i?B))", re.IGNORECASE)
SIZE_LINE_RE = re.compile(
    r"([\d.]+\s?(?:Bytes|[KMGT]?i?B))(?=\s*[,，]\s*(?:下载|下載|阅读|閱讀|Down|Read))", re.IGNORECASE
)
"""Views for phones write the size without brackets, with the count of downloads behind it: a description may begin with a size too."""
UPLOAD_RE = re.compile(
    rf"(?:\d[\d\s:/-]{{1,40}}|{RELATIVE}\s*)(?:上传|上傳|Upload(?:ed)?)$|^(?:上传|上傳|Upload(?:ed)?)$|^{RELATIVE}$"
    r"|^(?:下载附件|下載附件|Download)$|下载次数|下載次數|保存到相册|儲存到相冊"
    r"|^\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}$",
    re.IGNORECASE,
)
LABEL_RE = re.compile(
    r"(?:阅读权限|閱讀權限|售[价價]|下[载載][积積]分|Read(?:ing)? permission|Price|(?:Download )?Credits?)\s*[:：]",
    re.IGNORECASE,
)
"""How the forum's own lines below a description begin: who may read the file, what it costs."""
FILE_RE = re.compile(r"(?:^|[?&;/])mod=attachment\b|(?:^|/)attachment\.php\b|[?&;]action=attachpay\b", re.IGNORECASE)
"""Where a link to a file leads; the name of one that is for sale, to the till."""
HIDING = "/cdn-cgi/l/email-protection#"
"""What Cloudflare leads a mail link to, the address behind it."""
LINKS = 6
"""Links of a box that may hold the file's name."""
WRITTEN = frozenset({"xg2", "f_9"})
"""Classes of the paragraph that holds what the uploader wrote (and, in touch, of those that hold the facts)."""
NAME_RE = re.compile(r"[^\s/\\:*?\"<>|]{1,200}\.[A-Za-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Figure:
    """The data of an ``image``, ``attachment`` or ``media`` mark."""

    kind: str
    data: Mapping[str, object]


def _address(tag: _Element) -> str | None:
    """The picture's real address; ``None`` where only a placeholder stands."""
    for name in SOURCES:
        value = attribute(tag, name)
        if value and not PLACEHOLDER_RE.search(value):
            return value
    return None


def image(tag: _Element) -> Figure | None:
    """The picture; ``None`` for smileys, icons and placeholders, which say nothing."""
    src = attribute(tag, "src") or ""
    if tag.get("smilieid") is not None or SMILEY_RE.search(src):
        return None
    address = _address(tag)
    if address is None:
        return None
    return Figure("image", {"src": address, "filename": None, "alt": attribute(tag, "alt"), "description": None})


def _lines(tag: _Element) -> list[str]:
    return [text for text in map(str.strip, strings(tag)) if text]


def _description(tag: _Element, known: str | None) -> str | None:
    """What the uploader wrote: the line of the box that is neither name, size, date nor a button."""
    classed = [(below, words.split()) for below in tag.iterdescendants("*") if (words := below.get("class"))]
    tips = [box for box, names in classed if "tip_c" in names]
    for box in (*tips, *(box for box, names in classed if box.tag == "p" and not WRITTEN.isdisjoint(names))):
        tail = [line for line in _lines(box) if line != known and not UPLOAD_RE.search(line)]
        if box.tag == "p" and tail:
            return " ".join(tail)
        if first(box, "br") is not None:  # a hint to click, then what the uploader wrote, then the forum's lines
            return tail[1] if len(tail) > 1 and not LABEL_RE.match(tail[1]) else None
    for paragraph in tag.iterdescendants("p"):
        if paragraph.keys() or first(paragraph, "a", "strong", "img", "em") is not None:
            continue
        line = text_below(paragraph).strip()
        if line and line != known and not UPLOAD_RE.search(line):
            return line
    return None


def _filename(tag: _Element, src: str | None) -> str | None:
    links = list(islice(tag.iterdescendants("a"), LINKS))
    for found in (first(tag, "strong"), *links):
        text = text_below(found).strip() if found is not None else ""
        if text and NAME_RE.fullmatch(text):
            return text
    for link in links:
        text = text_below(link).strip()
        if text and FILE_RE.search(link.get("href") or "") and not UPLOAD_RE.search(text):
            return text
    return None if src is None else attribute(tag, "title")


def _size(tag: _Element) -> str | None:
    match = SIZE_RE.search(text_below(tag))
    found = match or next(filter(None, map(SIZE_LINE_RE.match, _lines(tag))), None)
    return found[1] if found else None


def attachment(tag: _Element) -> Figure | None:
    """The picture, file or player in an attachment's element; ``None`` where it holds none of them."""
    player = first(tag, "iframe", "embed", "video", "audio")
    if player is None:
        player = next(with_class(tag, "media", "div"), None)
    if player is not None:
        src = media(player) or media(tag)
        return Figure("media", {"src": src}) if src else None
    for picture in sorted(tag.iterdescendants("img"), key=_is_no_upload):
        found = image(picture)
        if found is not None:
            name = _filename(tag, None)
            written = _description(tag, name)
            alt = written if found.data["alt"] == name and written else found.data["alt"]  # X1 repeats the name there
            return Figure("image", {**found.data, "filename": name, "alt": alt, "description": written})
    for link in tag.iterdescendants("a"):
        found = file_link(link)
        if found is not None:
            name = _filename(tag, None)
            facts = {
                "filename": name or found.data["filename"],
                "size": _size(tag),
                "description": _description(tag, name),
            }
            return Figure("attachment", {**found.data, **facts})
    return None


def _is_no_upload(picture: _Element) -> bool:
    """False for a picture with the id of an attachment: in one box with others it is the one that was attached."""
    return not (picture.get("id") or "").startswith("aimg_")


def file_link(tag: _Element) -> Figure | None:
    """The attachment behind a link, told by its address; ``None`` for other links."""
    href = tag.get("href")
    if href is None or "attach" not in href.lower() or not FILE_RE.search(href):
        return None
    lines = _lines(tag)
    name = next((line for line in lines if NAME_RE.fullmatch(line)), lines[0] if lines else None)
    return Figure("attachment", {"filename": name, "href": href, "description": None, "size": _size(tag)})


def email(secret: str) -> str | None:
    """The address that Cloudflare hid: hex bytes, each combined with the first by XOR; ``None`` for what is none.

    >>> email("422c2d20")
    'nob'
    """
    try:
        raw = bytes.fromhex(secret)
        found = bytes(byte ^ raw[0] for byte in raw[1:]).decode("utf-8")
    except (ValueError, IndexError):  # not Cloudflare's form: the text stays as it is printed
        return None
    return found if found and found.isprintable() else None


def address(link: _Element) -> str | None:
    """Where a link leads: one to Cloudflare's protection, to the address behind it, as in a browser."""
    href = link.get("href")
    if href is None or HIDING not in href:
        return href
    found = email(href.partition(HIDING)[2])
    return href if found is None else f"mailto:{found}"
