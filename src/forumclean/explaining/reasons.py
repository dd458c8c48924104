"""Why there is a rule: the ``why`` of its row in the tables (``data/rules`` holds those that only code knows)."""

from __future__ import annotations

import tomllib
from functools import cache

from forumclean.tables import documents, folders

NO_REASON = "no table gives a reason for this rule"


@cache
def _reasons() -> dict[str, str]:
    found: dict[str, str] = {}
    for folder in folders():
        for _name, text in documents(folder):
            for row in tomllib.loads(text).get("row", ()):
                found.setdefault(str(row["id"]), str(row["why"]))
    return found


def reason(rule: str) -> str:
    """Why the rule acts, as one clause.

    >>> reason("noise/jammer").startswith("Discuz!")
    True
    """
    return _reasons().get(rule, NO_REASON)
