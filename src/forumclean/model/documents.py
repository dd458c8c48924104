"""What comes in: inputs, and their text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One input as it came in: bytes (or text) and what is known of them."""

    name: str | None
    """The path as it was given, ``-`` for standard input."""
    data: bytes | str
    url: str | None = None
    headers: Mapping[str, str] | None = None
    """Response headers, names in any case."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Bytes that are no text in the document's encoding, and where they stood."""

    start: int
    """Offset of the first replacement character in ``Document.text``."""
    end: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """Decoded input: text, and all that is needed to get its bytes back."""

    name: str | None
    url: str | None
    kind: str
    """``html``, ``text``, ``json`` or ``xml``."""
    text: str
    """The text without the BOM; line ends as they were."""
    encoding: str
    """Python's name of the codec that ``text`` was decoded with (``gb18030``, ``utf-8``, …)."""
    evidence: str
    """Why this codec, as one clause: ``HTTP header``, ``meta charset, and it decodes``, …"""
    bom: bytes
    losses: tuple[Loss, ...]
    mojibake: tuple[str, ...]
    """The steps that undid a wrong decoding, in order (empty: none)."""
    size: int
    """Bytes of the input."""
    sha256: str
    warnings: tuple[str, ...] = ()
