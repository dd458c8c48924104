"""The charset that a document claims: HTTP header, XML declaration, meta element.

A claim is a hint and never more: boards declare gbk and send UTF-8, proxies declare ISO-8859-1 for everything.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from forumclean.errors import UsageError

GB = "gb18030"
BIG5 = "big5hkscs"
ALIASES = {
    **dict.fromkeys(
        ("gbk", "gb2312", "gb18030", "xgbk", "cp936", "ms936", "windows936", "gb231280", "euccn", "csgb2312", "936"), GB
    ),
    **dict.fromkeys(("gb23121980", "eucgb2312cn", "csiso58gb231280", "isoir58", "chinese", "gb180302000"), GB),
    **dict.fromkeys(
        ("big5", "big5hkscs", "cp950", "ms950", "xxbig5", "cnbig5", "csbig5", "windows950", "big5eten", "950"), BIG5
    ),
    **dict.fromkeys(("utf8", "unicode11utf8", "utf8sig", "utf8mb4", "xunicode20utf8"), "utf-8"),
}
"""Labels without their signs → the widest codec of the family: GB18030 holds all of GBK, which holds all of
GB2312, and pages that say gb2312 use the characters of GBK."""
WEAK = frozenset({"ascii", "iso8859-1", "cp1252"})
"""What servers add where nobody configured them: no evidence on its own."""
REFUSED = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem", "utf_7"})
"""Codecs of Python that no forum page is written in, and whose text may hold lone surrogates."""

HEAD = 262_144
"""Where a claim is looked for: far more than the 1024 bytes of HTML, since templates put comments first."""
SIGNS_RE = re.compile(r"[^a-z0-9]+")
CHARSET_RE = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:+-]{1,40})")
META_RE = re.compile(rb"<meta[\s/]([^<>]{1,2000})")
"""Stops at the next angle bracket: linear on a million of ``<meta ``."""
XML_RE = re.compile(rb"<\?xml\s[^<>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']\s{0,9}([\w.:+-]{1,40})")


class Claim(NamedTuple):
    """A charset that a document is said to have."""

    label: str
    """As written, in lower case."""
    codec: str
    """Python's name."""
    place: str
    """``HTTP header``, ``XML declaration`` or ``meta charset``."""


def codec_of(label: str) -> str | None:
    """Python's name of the widest codec that ``label`` may mean, ``None`` for a label that names no charset.

    >>> codec_of("GB2312"), codec_of("x-sjis"), codec_of("utf8"), codec_of("no-such")
    ('gb18030', None, 'utf-8', None)
    """
    known = ALIASES.get(SIGNS_RE.sub("", label.lower()))
    if known:
        return known
    try:
        info = codecs.lookup(label.strip())
        b"a".decode(info.name, "ignore")  # refuses what maps bytes to bytes or text to text (base64, rot13)
    except (LookupError, ValueError, UnicodeError):
        return None
    return None if info.name.replace("-", "_") in REFUSED else info.name


def chosen(name: str) -> str:
    """The codec that a user asked for; raises :class:`UsageError` for a name that is none."""
    codec = codec_of(name)
    if codec is None:
        raise UsageError(
            f"encoding={name!r} is no charset that Python knows; give a name such as utf-8, gbk, big5 or utf-16",
            reason="usage",
        )
    return codec


def _without_comments(head: bytes) -> bytes:
    """``head`` without HTML comments; one that never ends is left, a claim in it is as good as none."""
    parts: list[bytes] = []
    reached = 0
    while (start := head.find(b"<!--", reached)) >= 0 and (end := head.find(b"-->", start + 4)) >= 0:
        parts.append(head[reached:start])
        reached = end + 3
    parts.append(head[reached:])
    return b"".join(parts)


@lru_cache(maxsize=1)
def _small(head: bytes) -> bytes:
    """The head in small letters; a page is asked twice for what it declares."""
    return head.lower()


def _in_meta(head: bytes) -> bytes | None:
    """The first charset that a ``<meta>`` names."""
    found = (CHARSET_RE.search(meta[1]) for meta in META_RE.finditer(head))
    return next((match[1] for match in found if match), None)


def _labels(data: bytes, headers: Mapping[str, str] | None) -> Iterator[tuple[bytes, str]]:
    for name, value in (headers or {}).items():
        if name.lower() == "content-type" and (match := CHARSET_RE.search(value.lower().encode("ascii", "replace"))):
            yield match[1], "HTTP header"
    head = _small(data[:HEAD])
    if match := XML_RE.match(head.lstrip()[:400].removeprefix(b"\xef\xbb\xbf")):
        yield match[1], "XML declaration"
    if b"charset" in head and b"<meta" in head:
        before, comment, _ = head.partition(b"<!--")  # few pages have one before they declare their charset
        label = _in_meta(before) or (_in_meta(_without_comments(head)) if comment else None)
        if label:
            yield label, "meta charset"


def claims(data: bytes, headers: Mapping[str, str] | None) -> tuple[Claim, ...]:
    """The charsets that the document is said to have, the most binding first; labels that name none are left out.

    >>> claims(b"<META HTTP-EQUIV='Content-Type' CONTENT='text/html; CHARSET=GBK'>", None)[0][:2]
    ('gbk', 'gb18030')
    """
    found = [(label.decode("ascii"), place) for label, place in _labels(data, headers)]
    return tuple(
        Claim(label, codec, place)
        for label, place in found
        if (codec := codec_of(label))
        and not codec.startswith(("utf-16", "utf-32"))  # then its ASCII were not there to read
    )
