"""``forumclean explain``: what was removed, restored and why."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from forumclean.cli import inputs
from forumclean.cli.colour import COLOURING, in_colour
from forumclean.cli.commands import Command
from forumclean.cli.output import STDOUT, check_inputs_stay, check_outputs, write_file, write_stdout
from forumclean.cli.paging import show
from forumclean.cli.shared import READING, options_of, with_options
from forumclean.cli.streams import is_terminal
from forumclean.errors import UsageError
from forumclean.explaining import Explanation, asjson, diff, explain, narrowed
from forumclean.explaining.html import to_html
from forumclean.explaining.show import beginning, lines, narrow_lines
from forumclean.model import Source
from forumclean.options import Options
from forumclean.pipeline import Failure, attempt, clean_source

LONG = 1_000_000
BEGINNING = 200_000
"""A longer input shows what was done to so many bytes of its beginning while the rest is still being read."""
FIRST_LINES = 60


@click.command(cls=Command, epilog="Example: forumclean explain saved-thread.html --rule 'noise/*'")
@click.argument("name", metavar="INPUT", type=click.Path())
@click.option(
    "--rule", "patterns", metavar="RULE", multiple=True, help="Only this rule (noise/jammer, noise/*); repeat for more."
)
@click.option("--diff", "as_diff", is_flag=True, help="A plain unified diff, before and after.")
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="What comes out.",
)
@click.option(
    "--html",
    "page",
    metavar="FILE",
    type=click.Path(),
    help="Write a self-contained page for a browser there (- for standard output).",
)
@click.option("--full", is_flag=True, help="Fold nothing: show all of what was removed.")
@with_options(READING, COLOURING)
@click.option(
    "--pager/--no-pager", default=True, help="Show what is longer than the screen page by page (on a terminal)."
)
def command(name: str, **values: Any) -> None:  # noqa: ANN401 - click hands over a dictionary
    """Show what cleaning took out of INPUT, what it put in, by which rule and why.

    Without colour, what went stands in [-…-], what was put in in {+…+}, a mask that stays in {?…?}.
    """
    _run(name, values)


def _run(name: str, values: dict[str, Any]) -> None:
    asked = [name for name, is_asked in _wishes(values) if is_asked]
    if len(asked) > 1:
        raise UsageError(f"{' and '.join(asked)} do not go together; choose one", reason="usage")
    if values["page"] is not None and values["patterns"]:
        raise UsageError("--html shows the whole input with all rules; leave --rule out", reason="usage")
    if values["page"] != STDOUT:
        check_inputs_stay([name], None, values["page"])
        check_outputs({"--html": values["page"]})
    options = options_of(values)
    source = inputs.source(inputs.single(name))
    if values["page"] is not None:
        _write_page(values["page"], to_html(explain(clean_source(source, options))))
    elif values["format_"] == "json":
        write_stdout(asjson.to_json(_found(source, options, values)))
    elif values["as_diff"]:
        found = _found(source, options, values)
        write_stdout("".join(diff.unified(found.article.passage.origin, found.pieces, name)))
    else:
        show(_lines(source, options, values), page=values["pager"])


def _wishes(values: dict[str, Any]) -> tuple[tuple[str, bool], ...]:
    """The forms that an explanation can have, and which are asked for."""
    return (
        ("--html", values["page"] is not None),
        ("--diff", values["as_diff"]),
        ("-f json", values["format_"] == "json"),
    )


def _write_page(place: str, text: str) -> None:
    if place == STDOUT:
        write_stdout(text)
    else:
        write_file(Path(place), text)


def _found(source: Source, options: Options, values: dict[str, Any]) -> Explanation:
    whole = explain(clean_source(source, options))
    return narrowed(whole, values["patterns"]) if values["patterns"] else whole


def _lines(source: Source, options: Options, values: dict[str, Any]) -> Iterator[str]:
    """The lines to show; of a long input on a terminal the beginning comes first, as soon as it is known."""
    colour, width = in_colour(values["color"]), shutil.get_terminal_size((100, 40)).columns
    narrow = bool(values["patterns"])
    if len(source.data) > LONG and values["pager"] and is_terminal(sys.stdout) and not narrow:
        first = attempt(_begun(source), options)
        if not isinstance(first, Failure):
            yield from beginning(explain(first), limit=FIRST_LINES, colour=colour)
    found = _found(source, options, values)
    if narrow:
        yield from narrow_lines(found, width=width, colour=colour)
    else:
        yield from lines(found, width=width, full=values["full"], colour=colour)


def _begun(source: Source) -> Source:
    """The first part of an input, up to the end of a line."""
    if isinstance(source.data, str):
        text = source.data[:BEGINNING]
        return replace(source, data=text[: text.rfind("\n") + 1] or text)
    data = source.data[:BEGINNING]
    return replace(source, data=data[: data.rfind(b"\n") + 1] or data)
