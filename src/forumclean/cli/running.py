"""One call of a command that makes articles: what it wrote, what failed, and the exit code that follows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forumclean import emit
from forumclean.article import Article
from forumclean.cli.output import Names, check_inputs_stay, check_outputs, is_folder, write_file, write_stdout
from forumclean.cli.shared import SOME_FAILED, STRICT, say
from forumclean.errors import UsageError
from forumclean.joining import join as join_pages
from forumclean.options import Options
from forumclean.pipeline import Failure

if TYPE_CHECKING:
    from forumclean.sitelist import SiteList

PLACES = {
    "-o": "output",
    "--ledger": "ledger_path",
    "--learn-site": "learn_site",
    "--done": "done_file",
    "--warc": "warc",
}
"""The options that name what is written, and their parameters; not every command has all."""


def check_output(format_: str, output: str | None, *, several: bool, hint: str) -> None:
    """Raise :class:`UsageError` where several results do not fit into the output."""
    if several and format_ != "jsonl" and not (output and is_folder(output)):
        raise UsageError(f"several inputs do not fit into one {format_} output; {hint}", reason="usage")


def check_places(inputs: Iterable[str], values: dict[str, Any]) -> None:
    """Raise :class:`UsageError` where an output would be written over an input or another output."""
    named = {option: values.get(parameter) for option, parameter in PLACES.items()}
    check_inputs_stay(inputs, values["format_"], *named.values())
    check_outputs(named)


def _site(path: str | None) -> SiteList | None:
    """What is known of the site so far, where it is to be learned."""
    if path is None:
        return None
    from forumclean.sitelist import SiteList  # noqa: PLC0415 - brings numpy

    return SiteList.load(Path(path)) if os.path.isfile(path) else SiteList()  # noqa: PTH113 - a pipe is not read


class Run:
    """What one call of a command has done so far."""

    def __init__(
        self,
        options: Options,
        values: dict[str, Any],
        name_of: Callable[[Article], str | None] = lambda article: article.source.name,
    ) -> None:
        self.options = options
        self.format = values["format_"]
        self.output: str | None = values["output"]
        self.ledger: str | None = values["ledger_path"]
        self.quiet, self.verbose = values["quiet"], values["verbose"]
        folder = self.output is not None and is_folder(self.output)
        others = (self.ledger, values["learn_site"])
        self.names = Names(Path(self.output or "."), self.format, others) if folder else None
        self._name_of = name_of
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
        self.write(result, emit.FORMATS[self.format](result))
        if self.ledger is not None:
            self.ledgers.append(result.to_ledger())
        if self.site is not None:
            self.site = self.site.with_article(result)

    def write(self, result: Article, text: str) -> None:
        """Write the text of a result where it belongs."""
        if self.names is not None:
            write_file(self.names.path(self._name_of(result)), text)
        elif self.output is not None:
            self.held.append(text)
        else:
            write_stdout(text)

    def join(self, results: Iterable[Article | Failure]) -> None:
        """Write all results out as one thread."""
        pages: list[Article] = []
        for result in results:
            if isinstance(result, Failure):
                self.failures.append(result)
                say(result.message)
            else:
                pages += [page for page in result.joined if isinstance(page, Article)] or [result]
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
