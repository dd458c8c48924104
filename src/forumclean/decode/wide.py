"""UTF-16 and UTF-32 without a mark, known by what the bytes read as."""

from __future__ import annotations

import re

from forumclean.decode.likelihood import score

CODECS = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
ORDINARY = 0.6
"""Share of ordinary characters in text of such a codec; read with a wrong one it is next to nothing."""
ZEROS = 0.2
"""Share of zero bytes from which on ASCII is a wide codec (noise with control characters has far fewer)."""
HEAD = 16_384
PLAIN_RE = re.compile(r"[\t\n\r -~]+")


def _ordinary(head: bytes, codec: str) -> float:
    """The share of characters that are ASCII print, white space or common Chinese."""
    text = head.decode(codec, "replace")
    rest = PLAIN_RE.sub("", text)
    return (len(text) - len(rest) + score(rest) * len(rest)) / max(1, len(text))


def likeliest(data: bytes, codecs: tuple[str, ...] = CODECS) -> tuple[float, str]:
    """The codec of these that ``data`` reads best in, and how well (0 … 1)."""
    head = data[:HEAD]
    return max((_ordinary(head, codec), codec) for codec in codecs)


def codec_of(data: bytes) -> str | None:
    r"""The wide codec of ``data``, ``None`` for other data: text with zero bytes strewn in reads as nonsense in them.

    >>> codec_of("今天的论坛\n".encode("utf-16-be")), codec_of("今天的论坛\n".encode())
    ('utf-16-be', None)
    """
    worth, codec = likeliest(data)
    return codec if worth >= ORDINARY else None


def is_full_of_zeros(data: bytes) -> bool:
    """True where valid UTF-8 is more likely ASCII in a wide codec."""
    return data.count(0, 0, 4096) >= ZEROS * min(len(data), 4096)
