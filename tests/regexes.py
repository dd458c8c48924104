"""Every pattern that the package compiles, how its code uses it, and what is hostile to it, made of its own parts."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple, TypeAlias

from inputs import ROOT

from forumclean.page import plain_chrome, plain_inner
from forumclean.segment import captions, titles

SRC = ROOT / "src"
LISTING = """
import importlib, json, pkgutil, re, sys
from pathlib import Path
found, real = {}, re.compile
def spy(pattern, flags=0):
    made, frame = real(pattern, flags), sys._getframe(1)
    if "forumclean" in frame.f_globals.get("__name__", ""):
        code, raw = made.pattern, isinstance(made.pattern, bytes)
        place = f"{frame.f_globals['__name__']}:{frame.f_code.co_qualname.partition('.')[0]}"
        key = (code.decode("latin-1") if raw else code, made.flags, raw)
        found.setdefault(key, {}).setdefault(place, frame.f_lineno)
    return made
re.compile = spy
import forumclean
for module in pkgutil.walk_packages(forumclean.__path__, "forumclean."):
    if not module.name.endswith("__main__"):
        try:
            importlib.import_module(module.name)
        except ImportError:
            pass  # an extra that is not there
forumclean.segment.titles.untitled("价格：35元")  # asked of lines that no fixture has
for path in sorted(Path(sys.argv[1]).rglob("*")):
    if path.is_file():
        try:
            forumclean.clean(path.read_bytes(), name=path.name, url="https://bbs.example/thread-1-1-1.html")
        except forumclean.ForumcleanError:
            pass
print(json.dumps([[*place, *key] for key, places in found.items() for place in places.items()]))
"""
"""Imports all modules and cleans all fixtures, for some patterns are put together when first asked for."""
Parts: TypeAlias = Any
"""What `re` makes of a pattern, for which it tells no types."""
ANYWHERE = frozenset({"finditer"})
MATCH, FULL = frozenset({"match"}), frozenset({"fullmatch"})
CHECKED = "forumclean.tables:_check_pattern"
"""Compiles each pattern of a table to see whether it is one; others use it."""
TOLD: dict[str, tuple[frozenset[str], int | None]] = {
    "forumclean.page.facts:_notices": (FULL, None),
    "forumclean.page.plain_chrome:vocabulary_of": (MATCH | FULL, plain_chrome.LONGEST),
    "forumclean.page.plain_inner:rules": (ANYWHERE | FULL, plain_inner.LONGEST),
    "forumclean.page.quoted:_heads": (MATCH | FULL, None),
    "forumclean.segment.captions:_pattern": (FULL, captions.LONGEST),
    "forumclean.segment.titles:_none": (FULL, titles.LONGEST),
    "forumclean.segment.labels:_labels": (MATCH | FULL, None),
}
"""What compiles patterns out of tables: the methods that are asked, and the longest text they are given."""
GENERIC = (" ", "\n", "\t", "a", "A", "1", "水", "<", ">", "*", '"', "'", "\\", "\xa0", "\u3000", "&", "[", "|", "-", ":", "/", ".", "=",
           " \n", "a ", "1 ", "水 ", "http://", "<a ", "! a", "[b]", "a.", "1-", "发表于 ", "\x00")  # fmt: skip
SAMPLES = ' a1甲<.-\n"xZ:/é'
"""Of these one is taken where a pattern says which characters it does not want."""


class Shipped(NamedTuple):
    """A pattern, where it is compiled, the methods that ask it (`finditer` for all that look anywhere), and its longest text."""

    where: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]
    longest: int | None = None


@cache
def shipped() -> tuple[Shipped, ...]:
    """Every pattern of the package."""
    env = {**os.environ, "PYTHONPATH": str(SRC)}
    command = [sys.executable, "-c", LISTING, str(ROOT / "fixtures")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    found = json.loads(done.stdout)
    elsewhere = {tuple(key) for place, _, *key in found if place != CHECKED}
    return tuple(_shipped(*one) for one in found if one[0] != CHECKED or tuple(one[2:]) not in elsewhere)


def _shipped(place: str, line: int, code: str, flags: int, raw: bool) -> Shipped:  # noqa: FBT001 - a row of JSON
    pattern: re.Pattern[Any] = re.compile(code.encode("latin-1") if raw else code, flags)
    module, _, _function = place.partition(":")
    used = frozenset(_uses().get(_name(module, line), set()))
    methods, longest = TOLD.get(place, (used if used and used <= MATCH | FULL else ANYWHERE, None))
    return Shipped(place, pattern, methods, longest)


def _path(module: str) -> str:
    base = SRC.joinpath(*module.split("."))
    return str(base / "__init__.py" if base.is_dir() else base.with_suffix(".py"))


@cache
def _tree(path: str) -> ast.Module:
    return ast.parse(Path(path).read_text(encoding="utf-8"))


def _name(module: str, line: int) -> tuple[str, str]:
    """The name that a pattern is bound to at the head of its module, else an empty one."""
    for node in _tree(_path(module)).body:
        if isinstance(node, ast.Assign) and node.lineno <= line <= (node.end_lineno or 0):
            target = node.targets[0]
            if isinstance(target, ast.Name) and isinstance(node.value, ast.Call):
                return module, target.id
    return module, ""


@cache
def _uses() -> dict[tuple[str, str], set[str]]:
    """The methods that are asked of each module's patterns, in it and where they are imported; the bare name counts as any."""
    found: dict[tuple[str, str], set[str]] = {}
    for path in SRC.rglob("*.py"):
        tree = _tree(str(path))
        own = ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")
        homes = {alias.asname or alias.name: (node.module or "", alias.name)
                 for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}  # fmt: skip
        asked = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found.setdefault(homes.get(node.id, (own, node.id)), set()).add(asked.get(id(node), "any"))
    return found


# ── what is hostile to a pattern ────────────────────────────────────────────────────────────────


def pieces(pattern: re.Pattern[Any]) -> list[str]:
    """Texts to be repeated: single parts of the pattern, neighbours, its beginnings, all of it and all but the end."""
    found: dict[str, None] = dict.fromkeys(GENERIC)
    tree = parser.parse(
        pattern.pattern, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    )
    for sequence in _sequences(tree):
        parts = [part for item in sequence if (part := _example([item]))]
        found.update(dict.fromkeys(parts))
        found.update(dict.fromkeys(a + b for a, b in pairwise(parts)))
        found.update(dict.fromkeys("".join(parts[:end]) for end in range(3, len(parts) + 1)))
        found.update(dict.fromkeys("".join(parts)[:-1] for _ in parts[:1]))
    return [piece for piece in found if piece][:MOST]


MOST = 60


def _sequences(tree: Parts) -> Iterator[list[Any]]:
    """The sequence of a pattern's items and those inside them."""
    items = list(tree)
    yield items
    for op, value in items:
        for inner in _inner(str(op), value):
            yield from _sequences(inner)


def _inner(op: str, value: Parts) -> list[Any]:
    if op == "BRANCH":
        return list(value[1])
    if op == "SUBPATTERN":
        return [value[3]]
    if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return [value[2]]
    if op in ("ASSERT", "ASSERT_NOT"):
        return [value[1]]
    return [value] if op == "ATOMIC_GROUP" else []


def _example(items: list[Any]) -> str:
    """A text that the items are likely to match."""
    return "".join(_one(str(op), value) for op, value in items)


def _one(op: str, value: Parts) -> str:
    if op == "LITERAL":
        return chr(value)
    if op in ("NOT_LITERAL", "ANY", "IN"):
        members = value if op == "IN" else [("NEGATE", None), ("LITERAL", value if op == "NOT_LITERAL" else 10)]
        return _member([(str(kind), what) for kind, what in members])
    if op.endswith("_REPEAT"):
        return _example(list(value[2])) * max(1, min(int(value[0]), 3))
    inner = [] if op == "ASSERT_NOT" else _inner(op, value)
    return _example(list(inner[0])) if inner else ""


CATEGORIES = {"DIGIT": "1", "SPACE": " ", "WORD": "a"}


def _member(members: list[tuple[str, Any]]) -> str:
    if members[0][0] == "NEGATE":
        return next((char for char in SAMPLES if not any(_is(char, *member) for member in members[1:])), "\u9f98")
    kind, value = members[-1]
    if kind == "CATEGORY":
        name = str(value).removeprefix("CATEGORY_")
        return next(char for char in SAMPLES if _is(char, "CATEGORY", name))
    return chr(value[0] if kind == "RANGE" else value)


def _is(char: str, kind: str, value: Parts) -> bool:
    if kind == "CATEGORY":
        name = str(value).removeprefix("CATEGORY_")
        told = {"DIGIT": char.isdigit(), "SPACE": char.isspace(), "WORD": char.isalnum() or char == "_"}
        return told[name.removeprefix("NOT_")] != name.startswith("NOT_")
    return bool(value[0] <= ord(char) <= value[1] if kind == "RANGE" else ord(char) == value)
