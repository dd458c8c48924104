"""The ranker that the options ask for: the built-in one, with what the user knows of the site and of its words.

Imported only where a mask was found: with it come numpy and the model.
"""

from __future__ import annotations

import gzip
import zlib
from functools import cache
from pathlib import Path

from forumclean.decode import decode
from forumclean.errors import ForumcleanError, InputError, why
from forumclean.masks import PageRanker
from forumclean.masks.rank.builtin import builtin
from forumclean.masks.rank.knowledge import Knowledge
from forumclean.model import Source
from forumclean.options import Options
from forumclean.page import read
from forumclean.rankers import Ranker
from forumclean.rankers import ranker_of as own_ranker_of
from forumclean.sitelist import SiteList
from forumclean.strip import strip
from forumclean.wordlist import read_words

GZIP = b"\x1f\x8b"


def ranker_of(options: Options) -> PageRanker:
    """The ranker for these options; files that they name are read once in a process."""
    own = _named(options.ranker) if isinstance(options.ranker, str) else options.ranker
    return builtin(_knowledge(options.words, options.site_list, options.site_text), own)


@cache
def _named(ranker: str) -> Ranker:
    return own_ranker_of(ranker)


@cache
def _knowledge(words: str | None, site_list: str | None, site_text: str | None) -> Knowledge:
    given = read_words(Path(words)) if words else ()
    site = SiteList.load(Path(site_list)) if site_list else SiteList()
    if site_text:
        site = _with_text(site, Path(site_text), given)
    return site.knowledge(given)


def _with_text(site: SiteList, path: Path, given: tuple[str, ...]) -> SiteList:
    """The list with the words that stand in clear in a file, or in the files of a folder."""
    if not path.exists():
        raise InputError(
            f"{path}: no such file or folder; --site-text takes pages or texts of the site", reason="missing"
        )
    for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
        site = site.with_page(_text(file), (), given)
    return site


def _text(file: Path) -> str:
    """The article text of a page; of a file that is no thread, the text as it stands, of one that is no text, nothing."""
    try:
        data = file.read_bytes()
        data = gzip.decompress(data) if data.startswith(GZIP) else data
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            f"{file}: cannot be read ({why(error)}); leave it out of --site-text", reason="unreadable"
        ) from error
    try:
        document = decode(Source(str(file), data), Options())
    except ForumcleanError:
        return ""
    try:
        return strip(read(document)).text
    except ForumcleanError:
        return document.text
