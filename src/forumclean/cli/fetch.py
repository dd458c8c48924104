"""``forumclean fetch``: addresses of threads in, whole clean threads out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from forumclean import emit
from forumclean.article import Article
from forumclean.cli.addresses import DoneFile, addresses, append
from forumclean.cli.commands import Command
from forumclean.cli.inputs import STDIN
from forumclean.cli.output import is_folder
from forumclean.cli.progress import Progress
from forumclean.cli.running import Run, check_output, check_places
from forumclean.cli.shared import CLEANING, INTERRUPTED, TALKING, WRITING, options_of, say, with_options
from forumclean.errors import UsageError
from forumclean.fetching.images import Files
from forumclean.fetching.session import Listener, Session
from forumclean.fetching.types import FetchSettings, Reply
from forumclean.fetching.urls import site_of
from forumclean.options import Options
from forumclean.pipeline import Failure

DEFAULTS = FetchSettings()
HINT = "give -o FOLDER/ or -f jsonl"
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


@click.command(cls=Command, epilog="Example: forumclean fetch https://bbs.example/thread-5-1-1.html -o thread.md")
@click.argument("urls", metavar="[URL]...", nargs=-1)
@with_options(WHAT, CLEANING, WRITING, KEEPING, MANNERS, TALKING)
def command(urls: tuple[str, ...], **values: Any) -> None:  # noqa: ANN401 - click hands over a dictionary
    """Fetch threads, all their pages, and clean them.

    URL is any address of a thread, or of a post in it; it leads to the whole thread.
    """
    sys.exit(_run(urls, values))


def _run(given: tuple[str, ...], values: dict[str, Any]) -> int:
    options, settings = options_of(values), _settings(values)
    if values["urls_file"] is not None and _is_default("format_") and not _into_folder(values):
        values["format_"] = "jsonl"
    check_places([values["urls_file"] or STDIN], {**values, "format_": None})
    done = DoneFile(Path(values["done_file"])) if values["done_file"] else None
    urls = addresses(given, values["urls_file"])
    several = values["urls_file"] is not None or len(given) > 1
    check_output(values["format_"], values["output"], several=several, hint=HINT)
    run = FetchRun(options, values, done)
    progress = Progress(quiet=values["quiet"])
    listener = Listener(progress.tell, _heard(values))
    with progress, Session(options, settings, listener=listener) as session:
        run.files = _files(values, session, settings)
        try:
            for result in _results(urls, session, done, progress):
                run.take(result)
        except KeyboardInterrupt:
            progress.end()
            run.finish()
            say(_go_on(session))
            return INTERRUPTED
    run.finish()
    return run.code(several=several)


def _heard(values: dict[str, Any]) -> Callable[[Reply], None]:
    """With ``--verbose`` each answer is told of."""
    if not values["verbose"]:
        return lambda _reply: None
    return lambda reply: say(f"{reply.status} {reply.url} ({len(reply.body):,} bytes)")


def _is_default(name: str) -> bool:
    source = click.get_current_context().get_parameter_source(name)
    return source == click.core.ParameterSource.DEFAULT


def _into_folder(values: dict[str, Any]) -> bool:
    return values["output"] is not None and is_folder(values["output"])


def _settings(values: dict[str, Any]) -> FetchSettings:
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
            raise UsageError(f"--header {text!r} has no colon; give it as 'Name: value'", reason="usage")
        found.append((name.strip(), value.strip()))
    return tuple(found)


def _files(values: dict[str, Any], session: Session, settings: FetchSettings) -> Files | None:
    if not values["images"]:
        return None
    tell = (lambda _message: None) if values["quiet"] else say
    return Files(session.web, Path(values["images"]), settings.max_file_bytes, tell)


def _results(
    urls: Iterator[str], session: Session, done: DoneFile | None, progress: Progress
) -> Iterator[Article | Failure]:
    for url in urls:
        if done is not None and url in done:
            continue
        progress.begin(url)
        result = session.attempt(url)
        progress.end()
        yield result


def _go_on(session: Session) -> str:
    if session.store is None:
        return "interrupted; nothing was kept. With --store DIR a second run goes on where this one stopped"
    return f"interrupted; the pages that were read are in {session.store.folder}: run the same command again to go on"


def _file_name(article: Article) -> str:
    thread = f"thread-{article.thread.tid}" if article.thread.tid is not None else "thread"
    return f"{site_of(article.source.url or '')}-{thread}".lstrip("-")


class FetchRun(Run):
    """A run that notes what is done, and links Markdown to downloaded files."""

    def __init__(self, options: Options, values: dict[str, Any], done: DoneFile | None) -> None:
        super().__init__(options, values, _file_name)
        self.files: Files | None = None
        self._done = done

    def take(self, result: Article | Failure) -> None:
        """Write a result out, then note its address as done."""
        super().take(result)
        if self._done is not None and isinstance(result, Article):
            self.finish()
            self.held.clear()
            self._done.add(result.source.name or "")

    def finish(self) -> None:
        """Write what was held back; ledgers are added to those of the threads that were done before."""
        if self._done is not None and self.ledger is not None:
            append(Path(self.ledger), "".join(self.ledgers))
            self.ledgers.clear()
        super().finish()

    def write(self, result: Article, text: str) -> None:
        """Write the text of a result where it belongs; Markdown shows the files, other forms the forum's own addresses."""
        if self.files is not None:
            linked = self.files.linked(result, self._start())
            text = emit.FORMATS[self.format](linked) if self.format == "markdown" else text
        if self._done is not None and self.format == "jsonl" and self.names is None and self.output is not None:
            append(Path(self.output), text)  # the lines of those that were done before stay
        else:
            super().write(result, text)

    def _start(self) -> Path:
        """The folder that links in the output are relative to."""
        if self.output is None:
            return Path()
        return Path(self.output) if self.names is not None else Path(self.output).parent
