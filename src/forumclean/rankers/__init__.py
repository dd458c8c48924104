"""Rankers of one's own: models that say which candidate fits best where a word was masked.

``server.py`` asks a completion server, ``fillmask.py`` a fill-mask model in a local folder.  Both get the sentence
around a masked word and nothing else (``context.py``).  Nothing is ever downloaded.
"""

from __future__ import annotations

from pathlib import Path

from forumclean.errors import UsageError
from forumclean.masks.types import Gap, Ranker

__all__ = ["Gap", "Ranker", "check", "ranker_of"]

SCHEMES = ("http://", "https://")


def ranker_of(spec: str) -> Ranker:
    """The ranker that an address (``http://localhost:8000/v1?model=NAME``) or a model's folder names."""
    check(spec)
    if _is_address(spec):
        from forumclean.rankers.server import Server  # noqa: PLC0415 - the network is loaded only where it is used

        return Server(spec)
    from forumclean.rankers.fillmask import FillMask  # noqa: PLC0415 - torch takes seconds to load

    return FillMask(Path(spec))


def check(spec: str) -> None:
    """Raise :class:`UsageError` for what is neither an address nor a folder; nothing is asked or loaded."""
    if not _is_address(spec) and not (spec and Path(spec).is_dir()):
        raise UsageError(
            f"ranker={spec!r} is no ranker; give the address of a completion server (http://… or https://…) "
            "or an existing folder with a fill-mask model",
            reason="usage",
        )


def _is_address(spec: str) -> bool:
    return spec.lower().startswith(SCHEMES)
