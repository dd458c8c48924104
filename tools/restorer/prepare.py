"""Turns a folder of texts into arrays to train on: ``prepare.py FOLDER WORK``.

FOLDER holds ``prose.jsonl.zst`` (source, doc, text) and ``train.tsv.zst`` (word, left, right, source, doc). Into WORK go
``chars.txt``, ``words.txt``, ``prose.npz`` and ``windows.npz`` (characters as numbers, gaps as start, end, word),
``near-prose.npz`` and ``near-windows.npz`` (the same of articles written in Chinese), and ``held.jsonl``: whole documents
kept out of training, to calibrate on.
"""

from __future__ import annotations

import io
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

import jieba
import numpy as np
import zstandard
from lists import Matcher, lexicon, random_list
from net import LINE, MASK, PAD, SPECIALS, UNKNOWN

SEED = 20
CHARS, WORDS = 6500, 7000
HELD = 700
HELD_SIZE = (600, 12_000)
"""Characters of a document that is held out: an article, not a review of one sentence."""
NEAR = frozenset(
    [
        "wechat",
        "wxtopic",
        "weekly",
        "zhihu",
        "gzh",
        "rywx",
        "gitblog",
        "lijiaoblog",
        "blogcn",
        "sofastack",
        "buffett",
        "cnews",
        "insanelife",
        "oye93",
        "finsent",
        "magichtml",
        "htmlbench",
    ]
)
"""Sources of articles written in Chinese, the kind of text that is masked; the network ends on them (on all, where none is there)."""
LISTED_LINES = 0.5
"""Share of the documents whose listed words are masked, as the page to be restored will have them."""
SAMPLE = 8
"""One document in so many counts words for the vocabulary."""
jieba.setLogLevel(60)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Numbers of characters and words; the words of the lexicon come first."""

    chars: dict[str, int]
    words: dict[str, int]


def documents(path: Path) -> Iterator[dict[str, str]]:
    """Every document of the prose, in order."""
    with path.open("rb") as file, zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(file) as stream:
        for line in io.TextIOWrapper(stream, "utf-8"):
            yield json.loads(line)


def rows(path: Path) -> Iterator[list[str]]:
    """The cells of every window."""
    with path.open("rb") as file, zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(file) as stream:
        lines = iter(io.TextIOWrapper(stream, "utf-8", newline="\n"))
        next(lines)
        for line in lines:
            yield line.rstrip("\n").split("\t")


def held_out(prose: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Whole articles for calibration, at most a fifth of a source."""
    fits = [d for d in prose if HELD_SIZE[0] <= len(d["text"]) <= HELD_SIZE[1]]
    total = Counter(d["source"] for d in fits)
    random.Random(SEED).shuffle(fits)
    taken: Counter[str] = Counter()
    out = []
    for document in fits:
        source = document["source"]
        if len(out) < HELD and taken[source] < min(total[source] // 5, HELD // 4):
            taken[source] += 1
            out.append(document)
    return out


def vocabulary(prose: list[dict[str, str]]) -> Vocabulary:
    """The most frequent characters and words."""
    seen: Counter[str] = Counter()
    for document in prose:
        seen.update(document["text"])
    chars = [char for char, _ in seen.most_common(CHARS + 10) if char not in "\n*"][:CHARS]
    with Pool() as pool:
        counts: Counter[str] = Counter()
        for part in pool.imap_unordered(count_words, [d["text"] for d in prose[::SAMPLE]], 64):
            counts.update(part)
    words = [each.word for each in lexicon()]
    listed = set(words)
    words += [word for word, _ in counts.most_common(WORDS * 2) if word not in listed and is_word(word)]
    return Vocabulary(
        {char: i for i, char in enumerate(chars, SPECIALS)}, {word: i for i, word in enumerate(words[:WORDS])}
    )


def is_word(token: str) -> bool:
    """Whether a token of the segmentation is a word and not a sign, a figure or a space."""
    return token.isalpha() and not token.isascii()


def count_words(text: str) -> Counter[str]:
    """How often each token stands in the text."""
    return Counter(jieba.cut(text, HMM=False))


class Encoder:
    """Turns documents into numbers and gaps."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.chars, self.words = dict(vocabulary.chars), vocabulary.words
        self.chars["\n"] = LINE
        self.chars["*"] = MASK
        self.listed = lexicon()
        self.common = [w for w in self.words if len(w) > 1][len(self.listed) + 200 :]
        self.all_listed = Matcher(each.word for each in self.listed if len(each.word) > 1)

    def document(self, key: tuple[str, str]) -> tuple[np.ndarray, np.ndarray]:
        """Characters and gaps of one text; ``key`` seeds which list it is masked under."""
        rng = random.Random(key[0])
        if rng.random() < LISTED_LINES:
            words = random_list(rng, self.listed, self.common)
            return self.encoded(key[1], Matcher(words.words), hide=True)
        return self.encoded(key[1], self.all_listed, hide=False)

    def encoded(self, text: str, matcher: Matcher, *, hide: bool) -> tuple[np.ndarray, np.ndarray]:
        """Characters and gaps; what the matcher finds is a gap, hidden or not, and so is every known word around it."""
        out: list[int] = []
        gaps: list[tuple[int, int, int]] = []
        reached = 0
        for at, word in matcher.find(text):
            self._plain(text[reached:at], out, gaps)
            start = len(out)
            out += [MASK] if hide else self._numbers(word)
            if word in self.words:
                gaps.append((start, len(out), self.words[word]))
            reached = at + len(word)
        self._plain(text[reached:], out, gaps)
        out += [LINE, PAD]
        return np.array(out, np.uint16), np.array(gaps, np.int32).reshape(-1, 3)

    def _numbers(self, text: str) -> list[int]:
        return [self.chars.get(char, UNKNOWN) for char in text]

    def _plain(self, text: str, out: list[int], gaps: list[tuple[int, int, int]]) -> None:
        at = len(out)
        out += self._numbers(text)
        for token in jieba.cut(text, HMM=False):
            number = self.words.get(token)
            if number is not None:
                gaps.append((at, at + len(token), number))
            at += len(token)

    def window(self, row: list[str]) -> tuple[np.ndarray, np.ndarray]:
        """Characters and the one gap of a window."""
        word, left, right = row[:3]
        out = [*self._numbers(left), MASK, *self._numbers(right), LINE, PAD]
        return np.array(out, np.uint16), np.array([(len(left), len(left) + 1, self.words[word])], np.int32)


_encoder: Encoder


def _start(vocabulary: Vocabulary) -> None:
    global _encoder  # noqa: PLW0603 - a worker's own
    _encoder = Encoder(vocabulary)


def _document(key: tuple[str, str]) -> tuple[np.ndarray, np.ndarray]:
    return _encoder.document(key)


def joined(parts: Iterable[tuple[np.ndarray, np.ndarray]]) -> dict[str, np.ndarray]:
    """All texts in one array, behind a ``PAD``."""
    chars, gaps = [np.array([PAD], np.uint16)], []
    length = 1
    for each, inside in parts:
        chars.append(each)
        gaps.append(inside + np.array([length, length, 0], np.int32))
        length += len(each)
    return {"chars": np.concatenate(chars), "gaps": np.concatenate(gaps)}


def main() -> None:
    """Write the arrays."""
    folder, work = Path(sys.argv[1]), Path(sys.argv[2])
    work.mkdir(parents=True, exist_ok=True)
    prose = list(documents(folder / "prose.jsonl.zst"))
    held = held_out(prose)
    without = {d["doc"] for d in held}
    (work / "held.jsonl").write_text("".join(json.dumps(d, ensure_ascii=False) + "\n" for d in held), "utf-8")
    prose = [d for d in prose if d["doc"] not in without]
    random.Random(SEED).shuffle(prose)
    known = vocabulary(prose)
    (work / "chars.txt").write_text("".join(known.chars), "utf-8")
    (work / "words.txt").write_text("\n".join(known.words), "utf-8")
    encoder = Encoder(known)
    windows = [row for row in rows(folder / "train.tsv.zst") if row[4] not in without and row[0] in known.words]
    random.Random(SEED).shuffle(windows)
    close = NEAR & {d["source"] for d in prose} & {row[3] for row in windows} or {d["source"] for d in prose + held}
    near = [row for row in windows if row[3] in close] or windows
    np.savez(work / "windows.npz", **joined(map(encoder.window, windows)))
    np.savez(work / "near-windows.npz", **joined(map(encoder.window, near)))
    with Pool(initializer=_start, initargs=(known,)) as pool:
        keys = ((d["doc"], d["text"]) for d in prose)
        np.savez(work / "prose.npz", **joined(pool.imap(_document, keys, 64)))
        keys = ((f"near {d['doc']}", d["text"]) for d in prose if d["source"] in close)
        np.savez(work / "near-prose.npz", **joined(pool.imap(_document, keys, 64)))


if __name__ == "__main__":
    main()
