"""Pages with what is right for them: the fixtures (``fixtures.toml``), and a folder of captures with a manifest, where there is one."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml.cssselect import CSSSelector
from lxml.html import document_fromstring

from benchmarks.scoring import Gold, bare, lines_of
from forumclean import Options, Source
from forumclean.decode import decode

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures" / "pages"
TABLE = Path(__file__).with_name("fixtures.toml")
DECLARATION_RE = re.compile(r"\s{0,9}<\?xml[^>]{0,200}\?>")
HIDDEN: Callable[[Any], Any] = CSSSelector('font.jammer, font[style*="font-size:0"], span[style*="display:none"]')
NOISE_RE = re.compile(r"(?:[ -;\xa0][ \xa0][?-~]){5,}")
MASK_RE = re.compile(r"(?<=[\u3000-\u9fff])\*+(?=[\u3000-\u9fff，。、,.]|$)")
ABSENT = {("mobile-api", "code"), ("archiver", "table")}
"""What a view leaves out, or runs together."""
PARTS = ("alt", "description", "filename", "author", "time")

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A page, decoded, with its gold."""

    name: str
    text: str
    gold: Gold
    noise: tuple[str, ...]
    """The strings planted against copying, bare."""


def page(name: str, text: str, gold: Gold) -> Page:
    """A page as every tool gets it: without the XML declaration, which lxml refuses to read in a text."""
    text = DECLARATION_RE.sub("", text, count=1) if text.lstrip().startswith("<?xml") else text
    return Page(name, text, gold, tuple(_noise(text, gold)))


def _noise(text: str, gold: Gold) -> Iterator[str]:
    seen = bare("".join(gold.lines))
    for element in HIDDEN(document_fromstring(text)):
        for string in NOISE_RE.findall("".join(element.itertext())):
            planted = bare(unicodedata.normalize("NFKC", string))
            if planted not in seen:
                yield planted


def unmasked(one: Page) -> Page:
    """The page, and its gold, with a word where masked words were: nothing is there to be restored."""
    lines = Counter({MASK_RE.sub("某", line): count for line, count in one.gold.lines.items()})
    return Page(one.name, MASK_RE.sub("某", one.text), Gold(lines, one.gold.neutral), one.noise)


# ── fixtures ────────────────────────────────────────────────────────────────────────────────────


def fixtures() -> list[Page]:
    """The HTML pages among the fixtures."""
    table = tomllib.loads(TABLE.read_text("utf-8"))
    return [_fixture(row, table["text"]) for row in table["pages"].items()]


def _fixture(row: tuple[str, Sequence[str]], texts: Mapping[str, Json]) -> Page:
    name, posts = row[0], [texts[name] for name in (*row[1], "everywhere")]
    gold = Gold(_all(post["lines"] for post in posts), frozenset(_all(post["neutral"] for post in posts)))
    return page(name, decode(Source(name, (FIXTURES / name).read_bytes()), Options()).text, gold)


def _all(parts: Iterable[Iterable[str]]) -> Counter[str]:
    return Counter(line for part in parts for text in part for line in lines_of(text))


# ── captures ────────────────────────────────────────────────────────────────────────────────────


def captures(folder: Path) -> list[Page]:
    """The HTML pages of a folder whose manifest names a gold for them; none where there is no manifest."""
    manifest = folder / "MANIFEST.json"
    if not manifest.is_file():
        return []
    entries = [entry for entry in json.loads(manifest.read_bytes())["files"] if _wanted(entry)]
    golds = {name: json.loads((folder / name).read_bytes()) for name in {entry["gold"] for entry in entries}}
    return [_capture(folder, entry, golds[entry["gold"]]) for entry in entries]


def _wanted(entry: Json) -> bool:
    return (
        bool(entry.get("gold") and entry.get("floors")) and entry["kind"] == "page" and entry["file"].endswith(".html")
    )


def _capture(folder: Path, entry: Json, thread: Json) -> Page:
    charset = {"gbk": "gb18030"}.get(entry["charset"], entry["charset"])
    text = (folder / entry["file"]).read_bytes().decode(charset, "replace")
    must: list[str] = []
    neutral = [thread["title"], thread["author"], *(name for name in thread.get("board_path", ()))]
    neutral += [json.dumps(thread[key], ensure_ascii=False) for key in ("poll", "reward", "paid") if thread.get(key)]
    for post in thread["posts"]:
        if post["floor"] in entry["floors"]:
            shown, other = _post(post, entry["template"])
            must += shown
            neutral += other
    return page(entry["file"], text, Gold(_all([must]), frozenset(_all([neutral]))))


def _post(post: Json, view: str) -> tuple[list[str], list[str]]:
    """(lines that must come out, lines that may) of a post in a view."""
    must: list[str] = []
    may = [post["author"], post["time"], *(post.get("signature") or "").splitlines()]
    may += [comment["text"] for comment in post.get("comments", ())]
    may += [line for block in post.get("withheld_blocks", ()) for line in _lines(block)]
    for block in post["blocks"]:
        optional = (view, block["type"]) in ABSENT or (view == "printable" and block.get("kind") == "free")
        (may if optional or _tooltip(block) else must).extend(_lines(block))
        may += [line for inner in block.get("blocks", ()) for line in _lines(inner)]
        may += ["".join(row) for row in block.get("rows") or () if optional]
        may += [block[part] for part in PARTS if isinstance(block.get(part), str)]
    if post.get("banned") or post.get("visible_to_guest") is False:
        return [], must + may
    return must, may


def _lines(block: Json) -> Sequence[str]:
    kind = block["type"]
    if kind in ("hidden", "media", "attachment", "rule"):
        return ()
    if kind == "list":
        return tuple(block.get("items") or ())
    if kind == "table":
        return [cell for row in block.get("rows") or () for cell in row]
    if kind == "image":
        return [block.get("caption") or ""]
    if kind == "heading" and block.get("lines"):
        return tuple(block["lines"])
    return str(block.get("text") or "").split("\n")


def _tooltip(block: Json) -> bool:
    """True where a picture's caption is the description of an attachment: a tooltip in some views, absent from others."""
    return block.get("via") == "attachment" and block.get("caption") in (block.get("description"), block.get("alt"))
