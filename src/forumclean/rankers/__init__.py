"""Rankers of one's own: models that say which candidate fits best where a word was masked.

``server.py`` asks a completion server, ``fillmask.py`` a fill-mask model in a local folder.  Both get the sentence
around a masked word and nothing else (``context.py``).  Nothing is ever downloaded.
"""

from __future__ import annotations

from pathlib import Path

from forumclean.errors import UsageError
from forumclean.masks.types import Gap, Ranker

__all__ = ["Gap", "Ranker", "ranker_of"]

SCHEMES = ("http://", "https://")


def ranker_of(spec: str) -> Ranker:
    """The ranker that an address (``http://localhost:8000/v1?model=NAME``) or a model's folder names."""
    if spec.lower().startswith(SCHEMES):
        from forumclean.rankers.server import Server  # noqa: PLC0415 - the network is loaded only where it is used

        return Server(spec)
    if spec and Path(spec).is_dir():
        from forumclean.rankers.fillmask import FillMask  # noqa: PLC0415 - torch takes seconds to load

        return FillMask(Path(spec))
    raise UsageError(
        f"ranker={spec!r} is no ranker; give the address of a completion server (http://… or https://…) "
        "or an existing folder with a fill-mask model",
        reason="usage",
    )
