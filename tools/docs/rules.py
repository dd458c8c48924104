"""The page of all rules, out of the tables."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

from tools.docs.markup import code, prose, table

from forumclean.tables import documents, folders

HEAD = """# Every rule, with an example

Made from the tables in `src/forumclean/data` by `python -m tools.docs`; a test compares the two. Each row says why it is there, shows
a text that it acts on and one that it leaves alone; other tests hold each row to both. What acted on a page of yours, and how
often, `forumclean explain` shows.
"""
TITLES = {
    "rules": "Rules that code knows",
    "chrome": "Lines of the forum",
    "elements": "Elements inside posts",
    "noise": "Noise by its wording",
    "words": "Words that writers split",
    "masks": "Asterisks that are no mask",
    "templates": "Views of the forum",
    "refusals": "Pages without a thread",
    "headings": "Numbers of sections",
    "titles": "Lines that look like titles",
    "byline": "By-lines",
    "captions": "Captions",
    "hidden": "Hidden text",
    "notices": "Notices",
    "quotes": "Heads of quotes",
    "floors": "Names of floors",
    "smileys": "Smileys",
}


def rules() -> str:
    """The whole page."""
    order = sorted(folders(), key=lambda folder: list(TITLES).index(folder) if folder in TITLES else len(TITLES))
    return HEAD + "".join(part for folder in order for part in _folder(folder))


def _folder(folder: str) -> Iterator[str]:
    yield f"\n## {TITLES.get(folder, folder.capitalize())} (`{folder}`)\n"
    for name, text in documents(folder):
        rows = tomllib.loads(text).get("row", [])
        yield f"\n`{name}`, {len(rows)} rows\n\n"
        yield table(("rule", "why", "acts on", "leaves alone"), [_row(row) for row in rows])


def _row(row: dict[str, Any]) -> tuple[str, ...]:
    shown = (code(row[key][0]) if row.get(key) else "" for key in ("sample", "not"))
    return (f"`{row['id']}`", prose(row["why"]), *shown)
