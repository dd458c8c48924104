"""Reads a file of words (``--words``): as people keep such lists, and as a forum's own filter writes its list out.

One word a line is the plain case. Read as well: several words on a line, a table (its first column), a JSON list of strings, and
the list that Discuz! exports (``word=replacement``), where the replacement says whether asterisks stand for the word at all.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from forumclean.decode import decode
from forumclean.errors import ForumcleanError, InputError, why
from forumclean.masks.rank.scores import LONGEST
from forumclean.masks.scan import CJK
from forumclean.model import Source
from forumclean.options import Options

COMMENT = "#"
SECTION_RE = re.compile(r"\[type:[^\]]*\]|\[/type\]", re.IGNORECASE)
"""A heading of Discuz!'s list, and the end of its part."""
PATTERN_RE = re.compile(r"/.+/[a-zA-Z]*")
"""A regular expression of Discuz!'s list: which words it hits, nobody can list."""
SKIPPED_RE = re.compile(r"\{\d{1,3}\}")
"""So many bytes may stand between two characters of the word (``发{2}票``): they are no part of it."""
PARTS_RE = re.compile(rf"[,，、;；|｜]|(?<=[{CJK}])[ \u3000]+(?=[{CJK}])")
"""What parts the words of a line: a sign that stands in no word, a space between Chinese characters."""
COUNTED_RE = re.compile(rf"(\S*[{CJK}])[ \t]+\d+(?:[ \t]+[a-z]{{1,3}})?")
"""A line of a segmenter's dictionary: the word, how often, of what kind."""
HEADS = frozenset(
    {"word", "words", "find", "keyword", "keywords", "词", "词语", "词汇", "敏感词", "关键词", "违禁词", "不良词语"}
)
"""What stands over the first column of a table."""
ROWS = 3
"""Lines that must have as many commas each, for these to part columns and not words."""


class Listed(NamedTuple):
    """A word, and the line it stands on."""

    line: int
    word: str


def read_words(path: Path) -> tuple[str, ...]:
    """The words of a file, each once, in order; raises :class:`InputError` for a file that cannot be read or holds what is no word."""
    found = list(words_in(_text(path)))
    for line, word in found:
        _check(f"{path}, line {line}", word)
    return tuple(dict.fromkeys(word for _, word in found))


def words_in(text: str) -> Iterator[Listed]:
    r"""The words of a list, as far as each is one that asterisks may stand for.

    >>> [word for _, word in words_in("# 广告法\n最佳、第一\n唯一\t3\n[type:广告]\n加{1}微=**\n兼职={MOD}\n贷款=借钱\n/1\\d+/\n")]
    ['最佳', '第一', '唯一', '加微']
    """
    listed = _of_json(text)
    if listed is not None:
        yield from (Listed(1, word) for word in listed)
        return
    lines = [Listed(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    lines = [each for each in lines if each.word and not each.word.startswith(COMMENT)]
    for number, line in _first_column(lines) if _is_table(lines) else lines:
        yield from (Listed(number, word) for word in _of_line(line))


def _of_json(text: str) -> list[str] | None:
    """The strings of a JSON list; ``None`` for anything else."""
    if not text.lstrip().startswith(("[\n", "[\r", "[ ", '["')):
        return None
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
        return None
    return [word.strip() for word in listed if word.strip()]


def _is_table(lines: Sequence[Listed]) -> bool:
    """True where every line has as many columns as the first, more than one."""
    counts = {line.count(",") for _, line in lines}
    return len(lines) >= ROWS and len(counts) == 1 and counts != {0}


def _first_column(lines: Sequence[Listed]) -> Iterator[Listed]:
    """The first cells, without what stands over them."""
    cells = csv.reader(line for _, line in lines)
    for i, ((number, _), row) in enumerate(zip(lines, cells, strict=False)):
        if row and not (i == 0 and row[0].strip().lower() in HEADS):
            yield Listed(number, row[0].strip())


def _of_line(line: str) -> Iterator[str]:
    """The words of one line."""
    line = line.split("\t", maxsplit=1)[0].strip()
    if SECTION_RE.fullmatch(line):
        return
    find, _, replacement = line.partition("=")
    if PATTERN_RE.fullmatch(find.strip()) or PATTERN_RE.fullmatch(line) or replacement.strip().strip("*"):
        return
    counted = COUNTED_RE.fullmatch(find.strip())
    for part in PARTS_RE.split(counted[1] if counted else find):
        word = SKIPPED_RE.sub("", part).strip().strip("\"'")
        if word:
            yield word


def _text(path: Path) -> str:
    """The file's text: UTF-8, or what its bytes say it is (GBK, UTF-16, …)."""
    try:
        data = path.read_bytes()
        return _decoded(path, data)
    except (OSError, ForumcleanError) as error:
        message = f"{path}: the words cannot be read ({why(error)}); give a text file with one word a line"
        raise InputError(message, reason="words") from error


def _decoded(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(Source(str(path), data), Options(input="text")).text


def _check(place: str, word: str) -> None:
    """Raise :class:`InputError` for what cannot stand behind a mask."""
    if len(word) > LONGEST:
        message = f"{place}: {len(word)} characters are no masked word (at most {LONGEST}); give one word a line"
        raise InputError(message, reason="words")
    if "*" in word:
        message = (
            f"{place}: {word} has an asterisk, which is what a page shows in place of a word; give the word itself"
        )
        raise InputError(message, reason="words")
