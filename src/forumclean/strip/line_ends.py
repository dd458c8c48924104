r"""Line ends of Windows: noise stands at the ends of lines, and a carriage return there is none of it.

All rules of this stage know one line end, so they are given a text in which each ``\r\n`` is two line feeds: as long as
before, with an empty line between any two.  What they find is then written in the characters that stood there.
"""

from __future__ import annotations

from forumclean.model import Edit

WINDOWS, RETURN = "\r\n", "\r"
"""The second is looked for first: one character is found, or known not to be there, much sooner."""


def unified(text: str) -> str:
    r"""The text with one kind of line ends, as long as it was.

    >>> unified("甲\r\n乙")
    '甲\n\n乙'
    """
    return text.replace(WINDOWS, "\n\n") if RETURN in text else text


def size(text: str) -> int:
    """How many characters a line end has in the unified text."""
    return len(WINDOWS) if WINDOWS in text else 1


def rewritten(text: str, edits: list[Edit]) -> list[Edit]:
    """Edits of a unified text as edits of the text itself: half a line end goes whole."""
    return [_edit(text, edit) for edit in edits] if RETURN in text else edits


def _edit(text: str, edit: Edit) -> Edit:
    start, end = edit.start, edit.end
    if text[start:end].endswith(RETURN) and text[end : end + 1] == "\n":
        end += 1
    return edit._replace(end=end, old=text[start:end])
