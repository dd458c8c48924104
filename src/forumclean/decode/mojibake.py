"""Whole documents that a program read with the wrong charset and saved again, read rightly.

``锛屾垜`` is the UTF-8 of ``，我`` read as GBK, ``ÖÐÎÄ`` the GBK of ``中文`` read as Latin-1.  The way back is
taken only where it turns a text without any common Chinese into one that is full of it: a thread that quotes
such a line, or a site's phrase that is garbled in itself, stays as it is.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

from forumclean.decode import resync, steps
from forumclean.decode.likelihood import score
from forumclean.decode.reading import LONE, PART_RE, Reading, encode, lines_of
from forumclean.model import Loss

SINGLE = (
    ("gb18030", "utf-8"),
    ("latin-1", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "gb18030"),
    ("cp1252", "gb18030"),
    ("latin-1", "big5hkscs"),
    ("cp1252", "big5hkscs"),
    ("big5hkscs", "utf-8"),
    ("gb18030", "big5hkscs"),
    ("big5hkscs", "gb18030"),
)
"""(wrongly read with, really).  Of two that give the same the one that can be retraced is taken, then the first."""
DOUBLE = (("latin-1", "utf-8") * 2, ("cp1252", "utf-8") * 2, ("gb18030", "utf-8") * 2)
"""The same mistake made twice; asked for only where once does not help."""
BETWEEN_CHINESE = frozenset({("gb18030", "big5hkscs"), ("big5hkscs", "gb18030")})
HEALTHY = "的，。一、是不了在"
"""The commonest signs of running text: where they make 2 % of it, nothing is garbled."""
GARBLED = "锛銆鐨勭涓鏄鍦浜浠"
"""What the commonest bytes of Chinese UTF-8 give as GBK."""
BEFORE = 0.2
AFTER = 0.5
"""Scores (``likelihood``) that a garbled text has at most and a repaired one has at least."""
CERTAIN = 0.65
ENOUGH = 20
"""For Chinese that turns into other Chinese chance has more room: a higher score, of so many characters."""
MOST_LOST = 0.25
"""Share of replacement characters from which on a repaired text is no text."""
WINDOW = 8_192
GLANCE = 4_096
SOFT_HYPHEN = "\xad"
GHOSTLY = 600
"""Bytes of GBK beyond ASCII of which some are AD: 1 in 150 is in Chinese prose, so 0.98 that 600 hold one."""
BAD_RE = re.compile("[\udc80-\udcff]+")
SHORT = (
    "(?:[\udcc2-\udcdf][?\udcff]"
    "|[\udce0-\udcef](?:[\udc80-\udcbf][?\udcff]|[?\udcff][\udc80-\udcbf])"
    "|[\udcf0-\udcf4][\udc80-\udcbf]{2}[?\udcff])"
)
"""A character of UTF-8 that lacks one byte, with the sign that stands for that byte: ``?``, or FF for U+FFFD."""
BAD_UTF8_RE = re.compile(f"(?P<short>{SHORT})|(?:(?!{SHORT})[\udc80-\udcff])+")
LATIN_RUN_RE = re.compile("[\x80-\xff]+")
GARBLE_RE = re.compile("[^\x00-\x7f]{3}")
LATIN_RES = {
    "latin-1": re.compile("[\x00-\xff]+|[^\x00-\xff]+"),
    "cp1252": re.compile(f"[\\x00-\\xff{steps.SPECIALS}]+|[^\\x00-\\xff{steps.SPECIALS}]+"),
}
"""A line in pieces that are bytes, and pieces that never were (an entity that the program wrote as its sign)."""


class Repair(NamedTuple):
    """A text after the repair of its mojibake (or as it was), with what it takes to go back."""

    text: str
    losses: tuple[Loss, ...]
    steps: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def _is_healthy(text: str) -> bool:
    """True where a glance shows that nothing is garbled: the everyday case, so it must cost next to nothing."""
    if text.isascii():
        return True
    middle = len(text) // 2
    head = text if len(text) <= 3 * GLANCE else text[:GLANCE] + text[middle : middle + GLANCE] + text[-GLANCE:]
    high = (len(head.encode("utf-8")) - len(head)) / 2
    return any(found * 50 >= max(high, 1) for found in accumulate(map(head.count, HEALTHY)))  # mostly 的 is enough


def _utf8(raw: bytes, wrong: str) -> str:
    """UTF-8 as far as it is.  What is none lost a byte and becomes U+FFFD, or was healthy and stays."""

    def settle(match: re.Match[str]) -> str:
        if match["short"]:
            return LONE
        piece = match[0].encode("utf-8", "surrogateescape")
        try:
            stood = steps.misread(piece, wrong)
        except UnicodeError:
            stood = ""
        healthy = len(piece) == 1 if wrong in LATIN_RES else len(stood) > 1 and score(stood) >= AFTER
        return stood if healthy else LONE * len(PART_RE.findall(match[0]))

    return BAD_UTF8_RE.sub(settle, raw.decode("utf-8", "surrogateescape"))


def _latin(line: str, wrong: str, real: str, ghost: int | None) -> str:
    def piece(match: re.Match[str]) -> str:
        try:
            raw = steps.written(match[0], wrong)
        except UnicodeEncodeError:
            return match[0]
        if real == "utf-8":
            return _utf8(raw, wrong)
        text = resync.decode(raw, real, ghost)  # a byte on its own may be a sign of its own: it stays as it stood
        return BAD_RE.sub(lambda bad: steps.misread(bad[0].encode("utf-8", "surrogateescape"), wrong), text)

    return LATIN_RES[wrong].sub(piece, line)


def _line(line: str, wrong: str, real: str, ghost: int | None) -> str:
    """A line read rightly as far as the way back exists; what it does not reach stays as it stood."""
    if line.isascii():
        return line
    if wrong in LATIN_RES:
        return _latin(line, wrong, real, ghost)
    try:
        return steps.written(line, wrong).decode(real)
    except UnicodeError:
        pass
    try:
        raw = b"\xff".join(steps.written(part, wrong) for part in line.split(LONE))
    except UnicodeEncodeError:
        return line
    return _utf8(raw, wrong) if real == "utf-8" else line


def _ghost(text: str, wrong: str, real: str) -> int | None:
    """AD, where a text browser dropped every soft hyphen of the wrong reading: a text of this length has some."""
    if wrong not in LATIN_RES or real == "utf-8" or SOFT_HYPHEN in text:
        return None
    return 0xAD if sum(map(len, LATIN_RUN_RE.findall(text[: 8 * WINDOW]))) >= GHOSTLY else None


def _forth(text: str, recipe: tuple[str, ...]) -> str:
    """The whole text along a recipe, line by line where it does not go at once."""
    for at in range(0, len(recipe), 2):
        wrong, real = recipe[at : at + 2]
        ghost = _ghost(text, wrong, real)
        try:
            new = steps.written(text, wrong).decode(real)
        except UnicodeError:
            new = ""
        if not new or (wrong in LATIN_RES and real != "utf-8" and resync.is_doubtful(new, real)):
            new = "\n".join([_line(line, wrong, real, ghost) for line in text.split("\n")])
        text = new
    return text


def _leads_back(text: str, recipe: tuple[str, ...], origin: str) -> bool:
    try:
        return steps.back(text, recipe) == origin
    except UnicodeError:
        return False


def _lines_back(text: str, recipe: tuple[str, ...], origin: str) -> float:
    """The share of the lines from which the way back exists."""
    pairs = list(zip(text.split("\n"), origin.split("\n"), strict=False))
    return sum(_leads_back(new, recipe, old) for new, old in pairs) / len(pairs)


def _best(sample: str, recipes: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    best: tuple[str, ...] = ()
    best_worth = 0.0
    for recipe in recipes:
        text = _forth(sample, recipe)
        after = score(text.replace(LONE, ""))
        hard = recipe in BETWEEN_CHINESE
        if (
            after < (CERTAIN if hard else AFTER)
            or (hard and len(text) < ENOUGH)
            or text.count(LONE) > MOST_LOST * len(text)
        ):
            continue
        worth = after + 0.1 * _lines_back(text, recipe, sample)
        if worth > best_worth + 0.001:
            best, best_worth = recipe, worth
    return best


def _recipe(text: str) -> tuple[str, ...]:
    """The steps that make Chinese of the text; none where none do, or where it is Chinese already."""
    if not GARBLE_RE.search(text) or score(text) > BEFORE:
        return ()
    lines = [line for line in text[: 64 * WINDOW].split("\n") if not line.isascii()]
    stride = max(1, sum(map(len, lines)) // WINDOW)
    sample = "\n".join(line[:1000] for line in lines[::stride])
    if score(sample) > BEFORE:
        return ()
    return _best(sample, SINGLE) or _best(sample, DOUBLE)


def repair(reading: Reading) -> Repair:
    """The text with the wrong decoding of the whole document undone, where that is certain; else as it was.

    >>> repair(Reading("浠婂ぉ锛屾垜鏉ヤ簡銆�", "utf-8"))[::2]
    ('今天，我来了�', ('gb18030', 'utf-8'))
    """
    text = reading.text
    if _is_healthy(text):
        return Repair(text, reading.losses)
    recipe = _recipe(text)
    if not recipe:
        return Repair(text, reading.losses, (), _suspicion(text))
    new = _forth(text, recipe)
    ghost = not _leads_back(new, recipe, text) and _ghost(text, *recipe[:2])
    lost = max(0, new.count(LONE) - text.count(LONE) * (recipe[1] != "utf-8"))
    said = (
        f"the whole text had been read as {recipe[0]} while it is {recipe[1]}"
        f"{', twice over' if len(recipe) > 2 else ''}; it was read again rightly"
        + (", with the soft hyphens (byte AD) put back that were dropped on the way" if ghost else "")
        + (f", but for {lost} characters that were lost before and stand as �" if lost else "")
    )
    if not reading.losses and _leads_back(new, recipe, text):
        return Repair(new, (), recipe, (said,))
    return Repair(new, _losses(reading, new, recipe), recipe, (said,))


def _losses(reading: Reading, new: str, recipe: tuple[str, ...]) -> tuple[Loss, ...]:
    """The lines from which the way back misses the input: they keep their bytes.

    A loss of several lines (a codec with shift states) cannot be told line by line: then all keeps its bytes.
    """
    if any("\n" in reading.text[loss.start : loss.end] for loss in reading.losses):
        return (Loss(0, len(new), encode(reading.text, reading.codec, losses=reading.losses)),)
    losses: list[Loss] = []
    start = 0
    for (line, inside), repaired in zip(lines_of(reading.text, reading.losses), new.split("\n"), strict=True):
        if inside or not _leads_back(repaired, recipe, line):
            losses.append(Loss(start, start + len(repaired), encode(line, reading.codec, losses=inside)))
        start += len(repaired) + 1
    return tuple(losses)


def _suspicion(text: str) -> tuple[str, ...]:
    """A warning for text that looks garbled and cannot be brought back."""
    head = text[: 4 * WINDOW]
    high = (len(head.encode("utf-8")) - len(head)) / 2
    if high < ENOUGH or sum(map(head.count, GARBLED)) < high * 0.08:
        return ()
    return ("the text looks as if its UTF-8 had been read as GBK, with too many bytes lost to undo it; it was left so",)
