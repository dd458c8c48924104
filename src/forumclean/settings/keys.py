"""What may be set in a settings file: one row a key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from forumclean.errors import UsageError
from forumclean.options import FORMATS, Options

COLOURS = ("auto", "always", "never")
READERS = frozenset({"clean", "fetch", "batch", "explain", "review"})
"""The commands that read threads."""
PRINTERS = frozenset({"clean", "fetch", "batch"})


@dataclass(frozen=True, slots=True)
class Key:
    """A setting."""

    parameter: str
    """Name of the commands' parameter."""
    default: object
    check: Callable[[object], object]
    """The value, made fit; raises :class:`UsageError` for one that is none."""
    commands: frozenset[str]
    what: str
    """What it does, for ``forumclean config``."""


def _option(field: str, kind: type) -> Callable[[object], object]:
    """A check by the library's own options."""

    def check(value: object) -> object:
        fit = float(value) if kind is float and isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(fit, kind):
            raise UsageError(f"it must be {_a(kind)}, not {value!r}", reason="settings")
        Options(**{field: fit})  # type: ignore[arg-type]
        return fit

    return check


def _a(kind: type) -> str:
    return {str: "a text", float: "a number", bool: "true or false"}[kind]


def _one_of(allowed: tuple[str, ...]) -> Callable[[object], object]:
    def check(value: object) -> object:
        if value not in allowed:
            raise UsageError(f"it must be one of {', '.join(allowed)}, not {value!r}", reason="settings")
        return value

    return check


def _path(value: object) -> object:
    if not isinstance(value, str) or not value:
        raise UsageError(f"it must be the path of a file, not {value!r}", reason="settings")
    return Path(value)


# No key for --ranker: a settings file that lies in a downloaded folder must not send text to anybody.
KEYS = {
    "posts": Key("posts", "all", _option("posts", str), PRINTERS, "which posts: all, first, author or floors (1-20)"),
    "masks": Key("masks", "restore", _option("masks", str), READERS, "masked words: restore, mark or keep"),
    "min-probability": Key(
        "min_probability", 0.6, _option("min_probability", float), READERS, "below it a mask stays as it is"
    ),
    "words": Key("words", None, _path, READERS, "a file of words that the site masks, from the file's folder"),
    "site-text": Key("site_text", None, _path, READERS, "pages or texts of the same site, from the file's folder"),
    "site-list": Key("site_list", None, _path, READERS, "what --learn-site learned, from the file's folder"),
    "width": Key("width", "keep", _option("width", str), READERS, "punctuation: keep, or full for full-width"),
    "encoding": Key("encoding", None, _option("encoding", str), READERS, "read inputs in this encoding"),
    "input": Key("input_kind", "auto", _option("input", str), READERS, "what inputs are: auto, html, text, json, xml"),
    "strict": Key(
        "strict", default=False, check=_option("strict", bool), commands=PRINTERS, what="a warning is an error"
    ),
    "decisions": Key(
        "decisions", None, _path, READERS - {"review"}, "a file of forumclean review, from the file's folder"
    ),
    "format": Key("format_", "markdown", _one_of(FORMATS), frozenset({"clean", "fetch", "review"}), "what comes out"),
    "color": Key("color", "auto", _one_of(COLOURS), frozenset({"explain", "review"}), "colour: auto, always, never"),
}
