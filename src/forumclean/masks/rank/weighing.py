"""The few numbers that say how the kinds of evidence are weighed, as calibration left them."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from forumclean.errors import BrokenPromiseError
from forumclean.masks.rank.page import Weighing

FILE = "data/restorer/weighing.json"


@cache
def weighing() -> Weighing:
    """The weighing that ships with the package."""
    path = files("forumclean").joinpath(FILE)
    try:
        return Weighing(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        message = f"{path}: cannot be read ({error}); install forumclean again"
        raise BrokenPromiseError(message, reason="model") from error
