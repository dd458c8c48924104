"""The options that ``forumclean fetch`` alone has, and the settings that they come to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from forumclean.errors import UsageError
from forumclean.fetching.types import FetchSettings

DEFAULTS = FetchSettings()
WHAT = (
    click.option("--pages", metavar="PAGES", default="all", show_default=True, help="Pages and ranges such as 1-3,7."),
    click.option(
        "--urls", "urls_file", metavar="FILE", help="Read addresses from a file, one a line (- for standard input)."
    ),
    click.option("--done", "done_file", metavar="FILE", help="Note finished addresses there, and skip those noted."),
    click.option("--images", metavar="DIR", help="Download pictures and attachments, and link the Markdown to them."),
    click.option(
        "--max-file-bytes",
        type=click.IntRange(1),
        default=DEFAULTS.max_file_bytes,
        show_default=True,
        help="Largest of these.",
    ),
)
KEEPING = (
    click.option(
        "--store",
        metavar="DIR",
        help="Keep every page as it was served; a second run asks only for what can have changed.",
    ),
    click.option("--offline", is_flag=True, help="Take everything from the store."),
    click.option("--warc", metavar="FILE", help="Also write every exchange to a WARC file (.warc or .warc.gz)."),
)
MANNERS = (
    click.option(
        "--delay", type=click.FloatRange(0), default=DEFAULTS.delay, show_default=True, help="Seconds between requests."
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(0, min_open=True),
        default=DEFAULTS.timeout,
        show_default=True,
        help="Seconds for a page.",
    ),
    click.option(
        "--total-timeout", type=click.FloatRange(0, min_open=True), help="Seconds for a whole thread, waiting included."
    ),
    click.option(
        "--retries",
        type=click.IntRange(0),
        default=DEFAULTS.retries,
        show_default=True,
        help="Further tries after 429, 5xx, broken lines.",
    ),
    click.option(
        "--max-bytes", type=click.IntRange(1), default=DEFAULTS.max_bytes, show_default=True, help="Largest page."
    ),
    click.option(
        "--user-agent",
        metavar="TEXT",
        default=DEFAULTS.user_agent,
        help="What to call itself (default: forumclean's own name).",
    ),
    click.option(
        "--header",
        "headers",
        metavar="'NAME: VALUE'",
        multiple=True,
        help="A further header, for the forum named only.",
    ),
    click.option("--proxy", metavar="URL", help="A proxy (default: as the environment says)."),
    click.option("--cookies", metavar="FILE", help="Cookies in Netscape's form."),
    click.option("--cookies-from-browser", type=click.Choice(("firefox",)), help="Take the cookies of a browser."),
    click.option("--ignore-robots", is_flag=True, help="Read what robots.txt asks programs not to read."),
    click.option("--allow-private", is_flag=True, help="Follow names that lead into a private network."),
)


def settings_of(values: dict[str, Any]) -> FetchSettings:
    """How the command line wants a thread to be fetched; raises :class:`UsageError` for what cannot be."""
    same = (
        "pages",
        "delay",
        "timeout",
        "total_timeout",
        "retries",
        "max_bytes",
        "max_file_bytes",
        "user_agent",
        "proxy",
    )
    flags = ("cookies_from_browser", "ignore_robots", "allow_private", "offline")
    paths = {name: Path(values[name]) if values[name] else None for name in ("cookies", "store", "warc")}
    chosen: dict[str, Any] = {**{name: values[name] for name in (*same, *flags)}, **paths}
    return FetchSettings(**chosen, headers=_headers(values["headers"]))


def _headers(given: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for text in given:
        name, colon, value = text.partition(":")
        if not colon:
            raise UsageError("a --header has no colon; give it as 'Name: value'", reason="usage")
        found.append((name.strip(), value.strip()))
    return tuple(found)
