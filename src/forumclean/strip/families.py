"""The other families of planted text: the word beside the jammer, the tight form, phrases, what repeats at line breaks.

All of them come at every line break of a page, so each needs the document as its witness: one line that looks like
one of them proves nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from forumclean.model import Edit
from forumclean.strip.phrases import TWICE, find_phrases
from forumclean.strip.runs import BLANKS
from forumclean.strip.tight import find_tight

Range = tuple[int, int]
WORD_RULE, REPEATED_RULE, INVISIBLE_RULE = "noise/seo-word", "noise/repeated", "noise/zero-width"
INVISIBLE = "\u200b\u2060\ufeff\u00ad\u200c\u200d"
INVISIBLE_RE = re.compile(
    "(?:[\u200b\u2060\ufeff\u00ad]|(?<=[\u3000-\u9fff\uff00-\uffef])[\u200c\u200d]|[\u200c\u200d](?=[\u3000-\u9fff\uff00-\uffef]))++"
)
"""Characters without width; joiners only beside Chinese, for emoji, Persian and Indian scripts need theirs."""
WORD_SIDE = 2
"""How often a word must stand on each side of noise: behind a line's text and in front of another's."""
WORD_SHARE = 0.4
"""Five of the six (some empty) are words: they stand beside such a share of the noise."""
LONGEST_WORD = 200
TAIL, REPEATED_SHARE, SAMPLE = 4, 0.1, 1000
MANY = 300
SITE_RE = re.compile(
    r"\.(?<=[a-z0-9-]{2}\.)(?:com|net|org|cn|cc|info|edu|tw|hk|me|io|xyz|top|vip|club|bbs)(?![a-z0-9])", re.IGNORECASE
)
"""An address; the dot comes first, since a search for one character is quick."""
ADDRESS_RE = re.compile(r"[\w.:/@?&=%~+-]{2}", re.ASCII)
"""Two characters of an address side by side."""
ODD = bytes((*range(1, 9), 11, 12, *range(14, 32), *range(127, 160)))
ODD_RE = re.compile(f"[{re.escape(ODD.decode('latin-1'))}]")
KEY = 10
"""Characters at a line's end (or start) by which repetition is counted."""
ENDINGS = "。！？…，；：”」』）)!?."
FEWEST, SHARE = 4, 0.4
"""A planted sentence stands on so many lines, and on such a share of the lines of its post's text."""


def find_words(text: str, found: Sequence[Edit], ranges: Sequence[Range]) -> list[Edit]:
    """The words that 7.2 puts between a line's text and its jammer: host, board, title, key words.

    One of six at random; so each stands both behind some line's text and in front of another's, which few words of
    a text do; and together they stand beside most of the noise, which no word of a text does.
    """
    if not _repeats(text, found):
        return []
    lefts, rights = _beside(text, found, ranges)
    behind = _shared([line[::-1] for _, line in lefts])
    front = _shared([line for _, line in rights])
    words = _both({word[::-1] for word in behind}, front)
    ordered = sorted((w for w in words if sum(c.isalnum() for c in w) >= TWICE), key=len, reverse=True)
    if not ordered:
        return []
    edits: list[Edit] = []
    glued = 0
    for offset, line in lefts:
        word = next((w for w in ordered if line.endswith(w)), "")
        if word:
            edits.append(Edit(offset - len(word), offset, word, "", WORD_RULE))
            glued += line != word  # a line that is said twice is all that stands there, and no word of the site's
    for offset, line in rights:
        word = next((w for w in ordered if line.startswith(w)), "")
        if word:
            edits.append(Edit(offset, offset + len(word), word, "", WORD_RULE))
            glued += line != word
    return edits if glued >= max(WORD_SIDE * 2, WORD_SHARE * len(found)) else []


def _both(behind: set[str], front: set[str]) -> set[str]:
    """The words that end one of the first and begin one of the second: what stands around them is the text's."""
    by_start: dict[str, list[str]] = {}
    for word in sorted(front, key=len, reverse=True)[:MANY]:
        by_start.setdefault(word[:TWICE], []).append(word)
    found: set[str] = set()
    for ending in sorted(behind, key=len, reverse=True)[:MANY]:
        for i in range(max(0, len(ending) - LONGEST_WORD), len(ending) - TWICE + 1):
            if any(word.startswith(ending[i:]) for word in by_start.get(ending[i : i + TWICE], ())):
                found.add(ending[i:])
                break
    return found


def _repeats(text: str, found: Sequence[Edit]) -> bool:
    """True where what stands in front of noise ends alike often enough for planted words; lines of text hardly ever do."""
    starts = [edit.start for edit in islice(found, SAMPLE)]
    ends = [text[start - TAIL : start] for start in starts]
    often = {end for end, count in Counter(ends).items() if count > 1}
    contexts: dict[str, set[str]] = {end: set() for end in often}
    for start, end in zip(starts, ends, strict=True):
        if end in often:
            contexts[end].add(text[start - LONGEST_WORD : start])
    alike = sum(len(different) for end, different in contexts.items() if len(different) > 1 and "\n" not in end)
    once = len(set(ends)) - len(often)
    return alike >= max(WORD_SIDE, REPEATED_SHARE * (once + sum(map(len, contexts.values()))))


def _beside(
    text: str, found: Sequence[Edit], ranges: Sequence[Range]
) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """What stands in front of and behind each noise in its line, with the offset where they touch."""
    lefts: list[tuple[int, str]] = []
    rights: list[tuple[int, str]] = []
    starts = [start for start, _ in ranges]
    for i, edit in enumerate(found):
        low, high = ranges[bisect_right(starts, edit.start) - 1]
        low = max(low, found[i - 1].end if i else 0, edit.start - LONGEST_WORD)
        low = max(low, text.rfind("\n", low, edit.start) + 1)
        high = min(high, found[i + 1].start if i + 1 < len(found) else len(text), edit.end + LONGEST_WORD)
        stop = text.find("\n", edit.end, high)
        if low < edit.start:
            lefts.append((edit.start, text[low : edit.start]))
        if edit.end < (stop if stop >= 0 else high):
            rights.append((edit.end, text[edit.end : stop if stop >= 0 else high]))
    return lefts, rights


def _shared(lines: Iterable[str]) -> set[str]:
    """The beginnings that lines have in common, each as long as it can be."""
    shared: set[str] = set()
    ordered = sorted(lines)
    previous = ""
    for line in ordered:
        common = _prefix(previous, line)
        if len(common) >= TWICE:
            shared.add(common)
        previous = line
    return shared


def _prefix(left: str, right: str) -> str:
    """What two strings begin with; of the least and the greatest of many, what all of them begin with."""
    size = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    return left[:size]


def find_families(text: str, ranges: Sequence[Range], found: Sequence[Edit]) -> list[Edit]:
    """Site phrases, the jammer without spaces, and sentences that repeat at line breaks; nothing that is found already."""
    edits = list(find_phrases(text, ranges))
    if not found:
        edits = edits or list(find_tight(text, ranges))
        edits = edits or list(find_repeated(text, ranges))
    return edits


def find_repeated(text: str, ranges: Sequence[Range]) -> Iterator[Edit]:
    """One sentence of the site's own at many line breaks of a post: glued to lines, with an address or control characters in it.

    Discuz!NT builds it once for the whole forum (ten odd characters, the host, ten more); collectors' plug-ins
    let the admin write it.  Refrains and units (``元/平方米``) hold neither address nor control characters.
    """
    signs = sum(1 for _ in SITE_RE.finditer(text)) + _odd(text)
    if signs < FEWEST:  # each of its places holds one
        return
    written = sum(1 for low, high in ranges for line in text[low:high].split("\n") if line.strip(BLANKS))
    if signs < SHARE * written / 2:
        return
    lines = [(s, e) for low, high in ranges for s, e in _lines(text, low, high)]
    if len(lines) < FEWEST:
        return
    ends = Counter(text[e - KEY : e] for s, e in lines if e - s > KEY)
    starts = Counter(text[s : s + KEY] for s, e in lines if e - s > KEY)
    need = max(FEWEST, SHARE * len(lines) / 2)
    behind = _sentence([text[s:e][::-1] for s, e in lines], {k[::-1] for k, n in ends.items() if n >= need})
    front = _sentence([text[s:e] for s, e in lines], {k for k, n in starts.items() if n >= need})
    behind = behind[::-1].lstrip(ENDINGS)  # what ends the lines themselves
    if behind and front and behind != front:  # the same sentence on both sides, if any
        behind, front = (behind, "") if ends.total() else ("", front)
    for sentence in {s for s in (behind, front) if _planted(s)}:
        edits = list(_glued(text, lines, sentence))
        if not _cuts_addresses(text, edits):
            yield from edits


def _cuts_addresses(text: str, edits: Sequence[Edit]) -> bool:
    """True where most of what was found begins or ends within an address: a list of links to one host, or of its mail boxes."""
    within = sum(
        bool(
            ADDRESS_RE.fullmatch(text, edit.start - 1, edit.start + 1)
            or ADDRESS_RE.fullmatch(text, edit.end - 1, edit.end + 1)
        )
        for edit in edits
        if edit.start and edit.end < len(text)
    )
    return 2 * within > len(edits)


def _odd(text: str) -> int:
    """How many odd characters the text holds; as bytes they are counted in a third of the time."""
    narrow = text.encode("latin-1", "replace")
    return len(narrow) - len(narrow.translate(None, ODD))


def _lines(text: str, low: int, high: int) -> Iterator[Range]:
    for line in text[low:high].split("\n"):
        bare = line.strip(BLANKS)
        if bare:
            start = low + line.find(bare[0])
            yield start, start + len(bare)
        low += len(line) + 1


def _sentence(lines: Sequence[str], keys: set[str]) -> str:
    """The longest beginning that the lines with one of the keys share; empty where they are all one line."""
    for key in sorted(keys):
        group = {line for line in lines if line.startswith(key)}
        if len(group) > 1:
            return _prefix(min(group), max(group))
    return ""


def _planted(sentence: str) -> bool:
    return len(sentence) >= KEY and bool(SITE_RE.search(sentence) or ODD_RE.search(sentence))


def _glued(text: str, lines: Sequence[Range], sentence: str) -> Iterator[Edit]:
    """The sentence at the end or the start of each line that has it; also where it is the whole line."""
    size = len(sentence)
    for start, end in lines:
        if text.endswith(sentence, start, end):
            yield Edit(end - size, end, sentence, "", REPEATED_RULE)
        left = end - size if text.endswith(sentence, start, end) else end
        if left - start >= size and text.startswith(sentence, start, left):
            yield Edit(start, start + size, sentence, "", REPEATED_RULE)


def find_invisible(text: str, ranges: Sequence[Range]) -> Iterator[Edit]:
    """Characters without width that stand between visible ones."""
    if not any(char in text for char in INVISIBLE):
        return
    for low, high in ranges:
        for match in INVISIBLE_RE.finditer(text, low, high):
            yield Edit(match.start(), match.end(), match.group(), "", INVISIBLE_RULE)
