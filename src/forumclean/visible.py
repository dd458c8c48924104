"""Characters that act instead of showing: as escapes in what people look at, as ``_`` in the names of files."""

from __future__ import annotations

import re
import unicodedata

ACTING = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\U000e0000-\U000e007f"
"""Controls of the terminal and of the direction of writing, and what no terminal can be sent."""
ACTING_RE = re.compile(f"[{ACTING}]")
UNSEEN = "\xad\u180e\u200b-\u200d\u2060-\u2064\ufeff\ufff9-\ufffb"
"""Without any width: they may belong to a text, and nobody sees them."""
UNSEEN_RE = re.compile(f"[{ACTING}{UNSEEN}]")
LONE_RE = re.compile("[\udc80-\udcff]")
"""What Python makes of a byte in a file's name that is none of the charset."""
UNSAFE = f'{ACTING}{UNSEEN}\t\n<>:"/\\\\|?*'
"""What leads out of a folder, what some system takes in no name, and what would hide in one (inside of brackets in a pattern)."""
UNSAFE_RE = re.compile(f"[{UNSAFE}]+")
DEVICE_RE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com\d|lpt\d) *(?:\..*)?", re.IGNORECASE)
"""Names that are devices on Windows, whatever their suffix."""


def shown(text: str) -> str:
    r"""The text with all that acts or is unseen as escapes; line ends and tabs stay.

    >>> shown("甲\x1b[31m乙　丙")
    '甲\\x1b[31m乙\u3000丙'
    """
    return UNSEEN_RE.sub(_escape, text)


def harmless(text: str) -> str:
    r"""The text with all that acts as escapes: what a terminal may be sent of a result.

    >>> harmless("甲\x1b[31m乙\u200d丙") == "甲\\x1b[31m乙\u200d丙"
    True
    """
    return ACTING_RE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape", "surrogatepass").decode()


def legible(name: str) -> str:
    """The name; one that is no text in the system's charset is mostly Chinese of a Windows machine.

    >>> legible("帖子.txt".encode("gbk").decode("utf-8", "surrogateescape")), legible("a.txt")
    ('帖子.txt', 'a.txt')
    """
    if not LONE_RE.search(name):
        return name
    try:
        return name.encode("utf-8", "surrogateescape").decode("gb18030")
    except UnicodeError:
        return name


def spelled(name: str) -> str:
    r"""The name with ``_`` for what cannot stand in the name of a file on every system.

    >>> spelled("../图\u202e 1?.png")
    '.._图_ 1_.png'
    """
    return UNSAFE_RE.sub("_", unicodedata.normalize("NFC", name))


def shortened(name: str, most: int) -> str:
    """The beginning of the name that takes so many bytes as UTF-8 at most.

    >>> shortened("番茄", 5)
    '番'
    """
    return name.encode("utf-8")[:most].decode("utf-8", "ignore")


def no_device(name: str) -> str:
    """The name, marked where it would be a device.

    >>> no_device("CON"), no_device("con.txt"), no_device("concert")
    ('_CON', '_con.txt', 'concert')
    """
    return f"_{name}" if DEVICE_RE.fullmatch(name) else name
