"""``forumclean clean``: saved pages and text dumps in, clean articles out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from forumclean import emit
from forumclean.article import Article
from forumclean.cli import inputs
from forumclean.cli.output import Names, is_folder, write_file, write_stdout
from forumclean.cli.shared import CLEANING, SOME_FAILED, STRICT, TALKING, WRITING, fail, options_of, say, with_options
from forumclean.errors import ForumcleanError, UsageError
from forumclean.joining import join as join_pages
from forumclean.options import Options
from forumclean.pipeline import Failure, attempt

if TYPE_CHECKING:
    from forumclean.sitelist import SiteList


@click.command(epilog="Example: forumclean clean saved-thread.html -o thread.md")
@click.argument("names", metavar="[INPUT]...", nargs=-1, type=click.Path())
@with_options(CLEANING, WRITING)
@click.option("--join", is_flag=True, help="The inputs are the pages of one thread, in any order.")
@click.option(
    "--learn-site",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Learn the site's list of words there, for --site-list.",
)
@with_options(TALKING)
def command(names: tuple[str, ...], **values: Any) -> None:  # noqa: ANN401 - click hands over a dictionary
    """Clean saved pages or text dumps.

    INPUT is a file (also .gz), a folder, or - for standard input (the default). Each is a document of its own, unless --join
    makes them the pages of one thread.
    """
    try:
        sys.exit(_run(names or (inputs.STDIN,), values))
    except ForumcleanError as error:
        fail(error)


def _run(given: tuple[str, ...], values: dict[str, Any]) -> int:
    options = options_of(values)
    files = inputs.names(given)
    several = len(files) > 1 and not values["join"]
    _check_output(values["format_"], values["output"], several=several)
    run = _Run(options, values)
    results = _results(files, options)
    if values["join"]:
        run.join(results)
    else:
        for result in results:
            run.take(result)
    run.finish()
    return run.code(several=len(files) > 1)


def _check_output(format_: str, output: str | None, *, several: bool) -> None:
    if several and format_ != "jsonl" and not (output and is_folder(output)):
        raise UsageError(
            f"several inputs do not fit into one {format_} output; give -o FOLDER/, -f jsonl, or --join for the pages of one thread",
            reason="usage",
        )


def _results(files: list[str], options: Options) -> Iterator[Article | Failure]:
    for name in files:
        try:
            source = inputs.source(name)
        except ForumcleanError as error:
            yield Failure(name, error.code, error.reason, str(error))
        else:
            yield attempt(source, options)


def _site(path: str | None) -> SiteList | None:
    """What is known of the site so far, where it is to be learned."""
    if path is None:
        return None
    from forumclean.sitelist import SiteList  # noqa: PLC0415 - brings numpy

    return SiteList.load(Path(path)) if Path(path).exists() else SiteList()


class _Run:
    """What one call of the command has done so far."""

    def __init__(self, options: Options, values: dict[str, Any]) -> None:
        self.options = options
        self.format = values["format_"]
        self.output: str | None = values["output"]
        self.ledger: str | None = values["ledger_path"]
        self.quiet, self.verbose = values["quiet"], values["verbose"]
        folder = self.output is not None and is_folder(self.output)
        self.names = Names(Path(self.output or "."), self.format) if folder else None
        self.held: list[str] = []
        """Output for a single file, written when all is done."""
        self.ledgers: list[str] = []
        self.failures: list[Failure] = []
        self.warned = False
        self.done = 0
        self.learns: str | None = values["learn_site"]
        self.site = _site(self.learns)

    def take(self, result: Article | Failure) -> None:
        """Write a result out, or note why there is none."""
        if isinstance(result, Failure):
            self.failures.append(result)
            say(result.message)
            return
        self.done += 1
        self._tell(result)
        text = emit.FORMATS[self.format](result)
        if self.names is not None:
            write_file(self.names.path(result.source.name), text)
        elif self.output is not None:
            self.held.append(text)
        else:
            write_stdout(text)
        if self.ledger is not None:
            self.ledgers.append(result.to_ledger())
        if self.site is not None:
            self.site = self.site.with_article(result)

    def join(self, results: Iterator[Article | Failure]) -> None:
        """Write all results out as one thread."""
        pages: list[Article] = []
        for result in results:
            if isinstance(result, Failure):
                self.failures.append(result)
                say(result.message)
            else:
                pages.append(result)
        if pages:
            self.take(join_pages(pages, self.options))

    def finish(self) -> None:
        """Write what was held back: a file is written whole or not at all."""
        if self.held and self.output is not None:
            write_file(Path(self.output), "".join(self.held))
        if self.ledger is not None and self.ledgers:
            write_file(Path(self.ledger), "".join(self.ledgers))
        if self.site is not None and self.learns is not None:
            write_file(Path(self.learns), self.site.to_json())

    def _tell(self, article: Article) -> None:
        name = article.source.name
        if self.verbose:
            page, charset = article.evidence
            say(f"{name}: template {article.template} ({page}); {article.source.encoding} ({charset})")
        for warning in article.warnings:
            self.warned = True
            if not self.quiet:
                say(f"warning: {name}: {warning}")

    def code(self, *, several: bool) -> int:
        """The exit code of the whole run."""
        if self.failures:
            if several:
                for failure in self.failures:
                    say(f"failed: {failure.name}: exit {failure.code}, {failure.reason}")
                return SOME_FAILED
            return self.failures[0].code
        return STRICT if self.options.strict and self.warned else 0
