"""``forumclean review``: decides uncertain masks by hand, and keeps the decisions."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from forumclean import emit
from forumclean.cli import inputs
from forumclean.cli.colour import COLOURING, in_colour
from forumclean.cli.commands import Command
from forumclean.cli.deciding import DECISIONS, decisions_in
from forumclean.cli.output import check_inputs_stay, check_outputs, place_of, write_file, write_stdout
from forumclean.cli.shared import FORMAT, READING, options_of, say, with_options
from forumclean.cli.streams import is_terminal
from forumclean.decisions import Decisions
from forumclean.errors import UsageError
from forumclean.pipeline import clean_source
from forumclean.reviewing import KEYS, TYPED, UNDO, Question, Review, questions
from forumclean.visible import shown

ENDING = ".decisions.json"


@click.command(cls=Command, epilog="Example: forumclean review saved-thread.html -o thread.md")
@click.argument("name", metavar="INPUT", type=click.Path())
@click.option(
    "--below",
    type=click.FloatRange(0, 1),
    default=0.9,
    show_default=True,
    help="Ask for masks whose likeliest word is less likely than this; 1: for all.",
)
@click.option("--again", is_flag=True, help="Also ask for masks that are decided already.")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    type=click.Path(),
    help="Write the article there when all is done (- for standard output).",
)
@with_options(FORMAT, READING, COLOURING)
def command(name: str, **values: Any) -> None:  # noqa: ANN401 - click hands over a dictionary
    """Decide the masked words of INPUT by hand; forumclean clean --decisions applies what you decided.

    Each answer is one key on a terminal, one line in a pipe. The decisions are written after every answer, to
    INPUT.decisions.json unless --decisions names another file, and hold for every later download of the thread.
    """
    _run(name, values)


def _run(name: str, values: dict[str, Any]) -> None:
    if name == inputs.STDIN:
        raise UsageError("review reads your answers from standard input; give the thread as a file", reason="usage")
    place = Path(values[DECISIONS] or name + ENDING)
    source = inputs.source(inputs.single(name))
    output = place_of(values["output"])
    check_inputs_stay([name], None, output)
    check_outputs({"-o": output, f"--{DECISIONS}": str(place)})
    before = decisions_in(place) if place.exists() else Decisions()
    options = replace(options_of({**values, DECISIONS: None}), masks="keep")
    review = Review(tuple(questions(clean_source(source, options), values["below"])), before, again=values["again"])
    _ask(review, place, colour=in_colour(values["color"], sys.stderr))
    say(f"{_told(len(review.decisions.entries), place)}; {review.left} of {len(review.asked)} masks are left")
    if values["output"] is not None:
        article = clean_source(source, replace(options, masks=values["masks"], decisions=review.decisions))
        text = emit.FORMATS[values["format_"]](article)
        if output is None:
            write_stdout(text)
        else:
            write_file(Path(output), text)


def _told(decided: int, place: Path) -> str:
    if not decided:
        return "nothing was decided"
    return f"1 decision in {place}" if decided == 1 else f"{decided} decisions in {place}"


def _ask(review: Review, place: Path, *, colour: bool) -> None:
    """Put the questions until they are through or the reader has enough."""
    while (question := review.current) is not None or _regretted(review):
        if question is None:
            write_file(place, review.decisions.to_json())
            continue
        show_question(question, f"{review.number}/{len(review.asked)}", colour=colour)
        kept = review.decisions
        wrong = review.answer(_answer())
        if wrong is not None:
            say(wrong)
        if review.decisions is not kept:
            write_file(place, review.decisions.to_json())


def _regretted(review: Review) -> bool:
    """On a terminal, the chance to undo the last answer before all is done."""
    if review.quit or not review.asked or not by_keys():
        return False
    click.echo("\nall through; u undo, any other key ends", err=True)
    return _answer() == UNDO and review.answer(UNDO) is None


def by_keys() -> bool:
    """True where answers are single keys of a terminal."""
    return is_terminal(sys.stdin)


def _answer() -> str:
    """A key of a terminal, a line of a pipe; no more input means quit."""
    if not by_keys():
        return _line() or "q"
    try:
        key = click.getchar()
        if key != TYPED:
            return key
        return TYPED + str(click.prompt("word", default="", show_default=False, err=True))
    except (EOFError, KeyboardInterrupt, click.Abort):
        return "q"


def _line() -> str:
    """A line of a pipe, as what it is: UTF-8, else Chinese in a script of Windows, whatever the locale makes Python take it for."""
    line = sys.stdin.buffer.readline() if sys.stdin is not None else b""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("gb18030", "replace")


def show_question(question: Question, number: str, *, colour: bool) -> None:
    """A masked word in its line, its candidates and the keys, on standard error."""
    mask = (
        click.style(shown(question.mask), fg="magenta", bold=True, reverse=True)
        if colour
        else f"[{shown(question.mask)}]"
    )
    click.echo(f"\n{number}  {shown(question.before)}{mask}{shown(question.after)}", err=True, color=colour)
    for key, (word, probability) in enumerate(question.candidates, 1):
        click.echo(f"  {key}  {shown(word)}  {probability:.0%}", err=True)
    keys = "  ".join(f"{key} {what}" for key, what in KEYS if question.candidates or key != KEYS[0][0])
    click.echo(click.style(f"  {keys}", dim=True) if colour else f"  {keys}", err=True, color=colour)
