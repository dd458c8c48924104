"""``forumclean fetch``: addresses of threads in, whole clean threads out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from forumclean import emit
from forumclean.article import Article
from forumclean.cli.addresses import DoneFile, addresses
from forumclean.cli.appending import append
from forumclean.cli.commands import Command
from forumclean.cli.fetch_options import KEEPING, MANNERS, WHAT, settings_of
from forumclean.cli.inputs import STDIN
from forumclean.cli.output import Names, check_writable, is_folder, place_of, write_file
from forumclean.cli.progress import Progress
from forumclean.cli.running import Run, check_output, check_places
from forumclean.cli.shared import CLEANING, INTERRUPTED, TALKING, WRITING, options_of, say, with_options
from forumclean.emit.utf8 import encoded
from forumclean.errors import OutputError
from forumclean.fetching.images import Files
from forumclean.fetching.session import Listener, Session
from forumclean.fetching.targets import told
from forumclean.fetching.types import FetchSettings, Reply
from forumclean.fetching.urls import site_of
from forumclean.options import Options
from forumclean.pipeline import Failure

HINT = "give -o FOLDER/ or -f jsonl"


@click.command(cls=Command, epilog="Example: forumclean fetch https://bbs.example/thread-5-1-1.html -o thread.md")
@click.argument("urls", metavar="[URL]...", nargs=-1)
@with_options(WHAT, CLEANING, WRITING, KEEPING, MANNERS, TALKING)
def command(urls: tuple[str, ...], **values: Any) -> None:  # noqa: ANN401 - click hands over a dictionary
    """Fetch threads, all their pages, and clean them.

    URL is any address of a thread, or of a post in it; it leads to the whole thread.
    """
    sys.exit(_run(urls, values))


def _run(given: tuple[str, ...], values: dict[str, Any]) -> int:
    options, settings = options_of(values), settings_of(values)
    values["output"] = place_of(values["output"])
    if values["urls_file"] is not None and _is_default("format_") and not _into_folder(values):
        values["format_"] = "jsonl"
    check_places([values["urls_file"] or STDIN], {**values, "format_": None})
    done = DoneFile(Path(values["done_file"])) if values["done_file"] else None
    urls = addresses(given, values["urls_file"])
    several = values["urls_file"] is not None or len(given) > 1
    check_output(values["format_"], values["output"], several=several, hint=HINT)
    check_writable(values[name] for name in ("output", "ledger_path", "learn_site", "done_file"))
    run = FetchRun(options, values, done)
    progress = Progress(quiet=values["quiet"])
    listener = Listener(progress.tell, _heard(values), _told(values))
    with progress, Session(options, settings, listener=listener) as session:
        run.files = _files(values, session, settings)
        try:
            for result in _results(urls, session, done, progress):
                run.take(result)
        except KeyboardInterrupt:
            progress.end()
            run.finish()
            say(_go_on(session, run.done))
            return INTERRUPTED
    run.finish()
    return run.code(several=several)


def _heard(values: dict[str, Any]) -> Callable[[Reply], None]:
    """With ``--verbose`` each answer is told of."""
    if not values["verbose"]:
        return lambda _reply: None
    return lambda reply: say(f"{reply.status} {reply.url} ({len(reply.body):,} bytes)")


def _told(values: dict[str, Any]) -> Callable[[str], None]:
    """What is no error is told unless ``--quiet`` is given."""
    return (lambda _message: None) if values["quiet"] else say


def _is_default(name: str) -> bool:
    source = click.get_current_context().get_parameter_source(name)
    return source == click.core.ParameterSource.DEFAULT


def _into_folder(values: dict[str, Any]) -> bool:
    return values["output"] is not None and is_folder(values["output"])


def _files(values: dict[str, Any], session: Session, settings: FetchSettings) -> Files | None:
    if not values["images"]:
        return None
    return Files(session.web, Path(values["images"]), settings.max_file_bytes, _told(values))


def _results(
    urls: Iterator[str], session: Session, done: DoneFile | None, progress: Progress
) -> Iterator[Article | Failure]:
    for url in urls:
        if done is not None and url in done:
            continue
        progress.begin(told(url))
        result = session.attempt(url)
        progress.end()
        yield result


def _go_on(session: Session, written: int) -> str:
    if session.store is not None:
        return (
            f"interrupted; the pages that were read are in {session.store.folder}: run the same command again to go on"
        )
    kept = f"threads written: {written}; of the one in hand nothing" if written else "nothing"
    return f"interrupted; {kept} was kept. With --store DIR a second run goes on where this one stopped"


def _file_name(article: Article) -> str:
    thread = f"thread-{article.thread.tid}" if article.thread.tid is not None else "thread"
    return f"{site_of(article.source.url or '')}-{thread}".lstrip("-")


class FetchRun(Run):
    """A run that notes what is done, and links Markdown to downloaded files."""

    def __init__(self, options: Options, values: dict[str, Any], done: DoneFile | None) -> None:
        super().__init__(options, values, _file_name)
        self.files: Files | None = None
        self._done = done
        self._goes_on = done is not None and done.goes_on
        self._added: list[Callable[[], None]] = []
        """What takes the lines of the result in hand off again."""

    def take(self, result: Article | Failure) -> None:
        """Write a result out, then note its address as done; where one of these fails, what was added before is taken off again."""
        self._added.clear()
        try:
            super().take(result)
            if self._done is not None and isinstance(result, Article):
                self.finish()
                self.held.clear()
                self._done.add(result.source.name or "")
        except OutputError:
            for take_off in reversed(self._added):
                take_off()
            raise

    def finish(self) -> None:
        """Write what was held back; ledgers are added to those of the threads that were done before."""
        if self._done is not None and self.ledger is not None and self.ledgers:
            self._added.append(append(Path(self.ledger), "".join(self.ledgers), rows=True))
            self.ledgers.clear()
        super().finish()

    def write(self, result: Article, text: str) -> None:
        """Write the text of a result where it belongs; Markdown shows the files, other forms the forum's own addresses."""
        if self.files is not None:
            linked = self.files.linked(emit.written_out(result), self._start())
            text = emit.with_links_as_they_are(linked) if self.format == "markdown" else text
        if self._done is None or self.output is None:
            super().write(result, text)
        elif self.names is not None:
            write_file(self._path(self.names, result, text), text)
        elif self.format == "jsonl":
            # The lines of those that were done before stay.
            self._added.append(append(Path(self.output), text, rows=True))
        else:
            super().write(result, text)

    def _path(self, names: Names, result: Article, text: str) -> Path:
        """A file that is not there, or holds the same text: others are results of the runs that this one goes on from."""
        path = names.path(_file_name(result))
        while self._goes_on and path.exists() and path.read_bytes() != encoded(text):
            path = names.path(_file_name(result))
        return path

    def _start(self) -> Path:
        """The folder that links in the output are relative to."""
        if self.output is None:
            return Path()
        return Path(self.output) if self.names is not None else Path(self.output).parent
