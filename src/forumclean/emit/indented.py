"""Indented JSON, several times as fast as the standard library's, whose fast encoder cannot indent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring as quoted

STEP = "  "


def indented(value: object) -> str:
    """What ``json.dumps(value, ensure_ascii=False, indent=2)`` gives.

    >>> print(indented({"甲": [1, 0.5, None], "乙": []}))
    {
      "甲": [
        1,
        0.5,
        null
      ],
      "乙": []
    }
    """
    parts: list[str] = []
    _write(value, "\n", parts)
    return "".join(parts)


def _write(value: object, margin: str, parts: list[str]) -> None:
    """``margin`` is the line break with the indent of what holds the value."""
    if isinstance(value, str):
        parts.append(quoted(value))
    elif value and isinstance(value, Mapping):
        _fields(value, margin, parts)
    elif value and isinstance(value, Sequence):
        _members(value, margin, parts)
    else:  # numbers, constants, empty containers
        parts.append(json.dumps(value))


def _fields(value: Mapping[str, object], margin: str, parts: list[str]) -> None:
    inner = margin + STEP
    lead = "{" + inner
    for key, field in value.items():
        if isinstance(field, str):
            parts.append(f"{lead}{quoted(key)}: {quoted(field)}")
        else:
            parts.append(f"{lead}{quoted(key)}: ")
            _write(field, inner, parts)
        lead = "," + inner
    parts.append(margin + "}")


def _members(value: Sequence[object], margin: str, parts: list[str]) -> None:
    inner = margin + STEP
    lead = "[" + inner
    for member in value:
        parts.append(lead)
        _write(member, inner, parts)
        lead = "," + inner
    parts.append(margin + "]")
