"""What an input asks for besides its data: the first bytes choose options, names and headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from forumclean import Options, Source
from forumclean.errors import UsageError

T = TypeVar("T")
SIZE = 4
"""Bytes in front of the data; all zeros choose what a user gets who asks for nothing."""
NAMES = (None, "a.html", "a.txt", "a.xml", "a.json", "-", "dir/甲 .htm")
CHARSETS = (None, None, "gbk", "utf-8", "big5", "text/html", "\ud800")
ENCODINGS = (
    *(
        None,
        None,
        None,
        None,
        "gbk",
        "gb18030",
        "big5",
        "big5hkscs",
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-32",
    ),
    *(
        "iso-2022-jp",
        "hz",
        "utf-7",
        "euc-jp",
        "shift_jis",
        "cp1252",
        "latin-1",
        "ascii",
        "rot13",
        "punycode",
        "no-such",
    ),
)
KINDS = ("auto", "auto", "auto", "html", "text", "json", "xml")
POSTS = ("all", "all", "first", "author", "2-3", "1")


@dataclass(slots=True)
class Choices:
    """A number that is used up choice by choice."""

    left: int

    @classmethod
    def of(cls, data: bytes) -> tuple[Choices, bytes]:
        """The choices that stand in front of an input, and its data."""
        return cls(int.from_bytes(data[:SIZE], "little")), data[SIZE:]

    def one(self, of: Sequence[T]) -> T:
        """One of several; zero chooses the first."""
        self.left, at = divmod(self.left, len(of))
        return of[at]

    def source(self, data: bytes, *, kinds: Sequence[str] = KINDS) -> tuple[Source, Options]:
        """The data as an input with some name and headers, and the options to read it with."""
        charset = self.one(CHARSETS)
        headers = {"content-type": charset if charset and "/" in charset else f"text/html; charset={charset}"}
        source = Source(self.one(NAMES), self._form(data), None, headers if charset else None)
        return source, Options(input=self.one(kinds), encoding=self.one(ENCODINGS))

    def _form(self, data: bytes) -> bytes | str:
        """Bytes; sometimes the text that a careless caller made of them."""
        return data.decode("utf-8", "surrogateescape") if self.one((0, 0, 0, 1)) else data

    def cleaning(self, options: Options) -> Options:
        """The options with the choices that the later stages know."""
        masks, width, posts = self.one(("restore", "keep", "mark")), self.one(("keep", "full")), self.one(POSTS)
        try:
            return Options(
                input=options.input,
                encoding=options.encoding,
                masks=masks,
                width=width,
                posts=posts,
                min_probability=0.3,
            )
        except UsageError as error:  # all of these are known
            raise AssertionError(str(error)) from error
