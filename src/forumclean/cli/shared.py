"""Options that several commands share, and how their errors reach the user."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from forumclean import rankers
from forumclean.cli.deciding import DECISIONS, decisions_in
from forumclean.cli.streams import tell
from forumclean.errors import ForumcleanError, UsageError
from forumclean.options import FORMATS, INPUTS, MASKS, WIDTHS, Options

F = TypeVar("F", bound=Callable[..., Any])

SOME_FAILED = 6
"""Exit code where several inputs were given and some failed."""
STRICT = 1
INTERRUPTED = 130
"""What a shell gives for a program that Ctrl-C ended."""

POSTS = (
    click.option(
        "--posts",
        metavar="WHICH",
        default="all",
        show_default=True,
        help="all, first, author (the thread starter's) or floors such as 1-20.",
    ),
)
READING = (
    click.option(
        "--masks",
        type=click.Choice(MASKS),
        default="restore",
        show_default=True,
        help="Fill masked words in, also mark them, or keep the asterisks.",
    ),
    click.option(
        "--min-probability",
        type=click.FloatRange(0, 1),
        default=0.6,
        show_default=True,
        help="Below it a mask stays as it is.",
    ),
    click.option(
        "--words",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False),
        help="Words that the site is known to mask, one a line.",
    ),
    click.option(
        "--site-text",
        metavar="FILE|DIR",
        type=click.Path(exists=True),
        help="Other pages or texts of the same site: words in clear there are hardly masked here.",
    ),
    click.option(
        "--site-list",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False),
        help="What --learn-site learned of the site's list of words.",
    ),
    click.option(
        "--ranker",
        metavar="WHERE",
        help="Ask this model for masked words: the address of a completion server (only masked sentences are sent"
        " there) or the folder of a fill-mask model.",
    ),
    click.option(
        "--width",
        type=click.Choice(WIDTHS),
        default="keep",
        show_default=True,
        help="full gives Chinese text its full-width punctuation back.",
    ),
    click.option("--encoding", metavar="NAME", help="Read the input in this encoding (default: by evidence)."),
    click.option(
        "--input", "input_kind", type=click.Choice(INPUTS), default="auto", show_default=True, help="What the input is."
    ),
    click.option(
        f"--{DECISIONS}", metavar="FILE", type=click.Path(), help="Words that you decided with forumclean review."
    ),
)
"""What decides how an input is read, whatever is then done with it."""
CLEANING = (*POSTS, *READING, click.option("--strict", is_flag=True, help="A warning is an error (exit 1)."))
FORMAT = (
    click.option(
        "-f",
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        default="markdown",
        show_default=True,
        help="What comes out.",
    ),
)
BESIDE = (
    click.option(
        "--ledger", "ledger_path", metavar="PATH", type=click.Path(), help="Also write the ledger (JSON Lines) there."
    ),
    click.option(
        "--learn-site",
        metavar="FILE",
        type=click.Path(dir_okay=False),
        help="Learn the site's list of masked words there, for --site-list.",
    ),
)
"""Files that are written besides the results."""
WRITING = (
    *FORMAT,
    click.option(
        "-o",
        "--output",
        metavar="PATH",
        type=click.Path(),
        help="A file, or a folder (ends in / or exists); default, and -: standard output.",
    ),
    *BESIDE,
)
TALKING = (
    click.option("-q", "--quiet", is_flag=True, help="No messages but errors."),
    click.option(
        "-v", "--verbose", is_flag=True, help="Say which template and charset fitted, and why (batch: how often each)."
    ),
)


def with_options(*groups: tuple[Callable[[F], F], ...]) -> Callable[[F], F]:
    """A decorator that adds all options of the groups, in order."""

    def add(function: F) -> F:
        for option in reversed([option for group in groups for option in group]):
            function = option(function)
        return function

    return add


def options_of(values: dict[str, Any]) -> Options:
    """The library's options out of the command line's; raises :class:`InputError` for decisions that cannot be read."""
    _check_ranker(values["ranker"])
    decisions = values.get(DECISIONS)
    return Options(
        posts=values.get("posts", "all"),
        masks=values["masks"],
        min_probability=values["min_probability"],
        words=values["words"],
        site_list=values["site_list"],
        site_text=values["site_text"],
        ranker=values["ranker"],
        width=values["width"],
        encoding=values["encoding"],
        input=values["input_kind"],
        strict=values.get("strict", False),
        decisions=decisions_in(Path(decisions)) if decisions else None,
    )


def _check_ranker(ranker: str | None) -> None:
    """Raise :class:`UsageError` for what is no ranker: now, and not at the first masked word."""
    if not ranker:
        return
    try:
        rankers.check(ranker)
    except OSError as error:  # a name that is too long, or a folder that may not be looked into
        raise UsageError(
            f"ranker={ranker!r} cannot be looked at ({error.strerror}); give an address or a folder", reason="usage"
        ) from error


def say(message: str) -> None:
    """A message to the user, on standard error; control characters of the input never reach the terminal."""
    tell(f"forumclean: {message}\n")


def fail(error: ForumcleanError) -> NoReturn:
    """End the program with the error's message and its exit code."""
    say(str(error))
    sys.exit(error.code)
