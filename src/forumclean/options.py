"""The settings of a run as one immutable value, every default in sight."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forumclean.decisions import Decisions
from forumclean.errors import UsageError

if TYPE_CHECKING:
    from forumclean.masks.types import Ranker

FORMATS = ("markdown", "json", "jsonl", "text")
INPUTS = ("auto", "html", "text", "json", "xml")
MASKS = ("restore", "mark", "keep")
WIDTHS = ("keep", "full")
FLOORS_RE = re.compile(r"([1-9]\d{0,8})(?:-([1-9]\d{0,8}))?", re.ASCII)


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise UsageError(f"{name}={value!r} is not known; choose one of {', '.join(allowed)}", reason="usage")


SECRET_RE = re.compile(r"(?<=://)[^/?#]*@|[?#].*\Z", re.DOTALL)
"""What an address may hold that is nobody's business: name and password, query."""


@dataclass(frozen=True, slots=True)
class Options:
    """The shared options of the commands, under their long names.

    >>> Options(posts="2-5").floors
    (2, 5)
    >>> Options(posts="all").floors is None
    True
    """

    posts: str = "all"
    """``all``, ``first``, ``author`` or a floor range ``1-20``."""
    masks: str = "restore"
    """``restore`` fills masks in, ``mark`` also shows them, ``keep`` leaves them."""
    min_probability: float = 0.6
    """Below it a mask stays as it is; the default is where right words outweigh wrong ones (docs/restoring.md)."""
    words: str | None = None
    """A file of words, one a line, that the site is known to hide."""
    site_list: str | None = None
    """A file with what was learned of the site's list from its other pages."""
    site_text: str | None = None
    """A file or folder with text of the same site: words in clear there are hardly hidden here."""
    ranker: str | Ranker | None = None
    """A completion server's address, a fill-mask model's folder or a ranker: asked about the built-in model's candidates."""
    width: str = "keep"
    """``full`` gives Chinese text its full-width punctuation back."""
    encoding: str | None = None
    input: str = "auto"
    strict: bool = False
    decisions: Decisions | None = None
    """Words that a reader decided for masks; they are put in whatever the ranker says."""
    floors: tuple[int, int] | None = field(init=False, default=None)
    """The floor range, both ends included, where ``posts`` is one."""

    def __post_init__(self) -> None:
        _one_of("masks", self.masks, MASKS)
        _one_of("width", self.width, WIDTHS)
        _one_of("input", self.input, INPUTS)
        if not 0 <= self.min_probability <= 1:
            raise UsageError(f"min_probability={self.min_probability} is no probability; give 0 to 1", reason="usage")
        if self.posts not in ("all", "first", "author"):
            object.__setattr__(self, "floors", self._range())

    def _range(self) -> tuple[int, int]:
        match = FLOORS_RE.fullmatch(self.posts)
        low, high = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if low > high:
            raise UsageError(
                f"posts={self.posts!r} is not known; give all, first, author or floors such as 1-20", reason="usage"
            )
        return low, high


def ranker_name(ranker: object) -> str | None:
    """What ranked, without the name, password and key that its address may hold: ledgers and corpora are handed on.

    >>> ranker_name("https://me:word@models.example/v1?key=1")
    'https://models.example/v1'
    """
    if ranker is None or not isinstance(ranker, str):
        return None if ranker is None else type(ranker).__name__
    return SECRET_RE.sub("", ranker) if "://" in ranker else ranker
