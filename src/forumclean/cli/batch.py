"""``forumclean batch``: corpora in, shards of clean text out."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from forumclean.cli.commands import Command
from forumclean.cli.inputs import STDIN, checked
from forumclean.cli.output import write_stdout
from forumclean.cli.running import check_places
from forumclean.cli.shared import (
    BESIDE,
    CLEANING,
    INTERRUPTED,
    SOME_FAILED,
    STRICT,
    TALKING,
    options_of,
    say,
    with_options,
)
from forumclean.cli.streams import standard_input
from forumclean.cli.watching import Watch, counted, show
from forumclean.corpus.cleaning import Cleaner
from forumclean.corpus.feeding import items_of
from forumclean.corpus.finding import Inputs
from forumclean.corpus.keys import Keys
from forumclean.corpus.readers import READERS
from forumclean.corpus.records import Item, Passed, Record
from forumclean.corpus.rows import FORMS
from forumclean.corpus.running import Batch, prepared, run_batch
from forumclean.corpus.worker import Limits
from forumclean.corpus.writers import COMPRESSIONS
from forumclean.errors import UsageError
from forumclean.visible import shown

SHOWN = 3
"""Results that ``--dry-run`` shows."""
SHOWN_CHARACTERS = 200
READING = (
    click.option("--reader", type=click.Choice(tuple(READERS)), help="What the files are (default: by their endings)."),
    click.option("--text-key", metavar="NAME", help="The column with the text (default: guessed)."),
    click.option("--html-key", metavar="NAME", help="The column with the HTML (default: guessed)."),
    click.option("--id-key", metavar="NAME", help="The column with the id (default: guessed, else file and row)."),
    click.option("--url-key", metavar="NAME", help="The column with the address (default: guessed)."),
)
WRITING = (
    click.option("-o", "--output", metavar="DIR", help="The folder for shards, rejects.jsonl and report.json."),
    click.option(
        "-f",
        "--format",
        "format_",
        type=click.Choice(FORMS),
        default="jsonl",
        show_default=True,
        help="What comes out.",
    ),
    click.option("--text-only", is_flag=True, help="One clean text column with id, url and counts, not the article."),
    click.option(
        "--compress",
        type=click.Choice(tuple(COMPRESSIONS)),
        help="Packing of the shards (default: none; Parquet: zstd inside).",
    ),
    click.option(
        "--shard-size",
        type=click.IntRange(1),
        default=10_000,
        show_default=True,
        help="Input records for each shard.",
    ),
    click.option("--dry-run", is_flag=True, help="Count the inputs, show a few results, write nothing."),
)
WORKING = (
    click.option("-j", "--jobs", type=click.IntRange(1), help="Worker processes (default: one for each core)."),
    click.option(
        "--max-memory",
        type=click.IntRange(0),
        default=4096,
        show_default=True,
        help="Megabytes that one worker may take; 0 for no limit.",
    ),
    click.option(
        "--max-seconds",
        type=click.FloatRange(0, min_open=True),
        default=600,
        show_default=True,
        help="Longest time for one record.",
    ),
    click.option(
        "--engine",
        type=click.Choice(("local", "ray")),
        default="local",
        show_default=True,
        help="Where the workers run.",
    ),
    click.option(
        "--address", metavar="ADDRESS", help="The Ray cluster, such as ray://head:10001 (default: one of its own)."
    ),
)


@click.command(cls=Command, epilog="Example: forumclean batch crawl/*.warc.wet.gz -o clean/ --text-only --jobs 8")
@click.argument("names", metavar="INPUT...", nargs=-1, type=click.Path())
@with_options(WRITING, BESIDE, READING, CLEANING, WORKING, TALKING)
def command(names: tuple[str, ...], **values: Any) -> None:  # noqa: ANN401 - click hands over a dictionary
    """Clean a corpus.

    INPUT is a file, a folder, a pattern in quotes, or - for standard input: JSON Lines, Parquet, WARC, WET, saved pages and
    dumps, each also gzip or zstd. A run that was stopped goes on when the same command is given again.
    """
    sys.exit(_run(names, values))


def _run(names: tuple[str, ...], values: dict[str, Any]) -> int:
    batch = _batch(names, values)
    if values["dry_run"]:
        _dry_run(prepared(batch) if values["output"] else batch)
        return 0
    watch = Watch(quiet=values["quiet"])
    try:
        report = run_batch(batch, watch)
    except KeyboardInterrupt:
        say(f"interrupted; finished shards are in {batch.folder}: give the same command again to go on")
        return INTERRUPTED
    finally:
        watch.end()
    if not values["quiet"]:
        show(report, batch.folder, verbose=values["verbose"])
    return _code(report, strict=values["strict"])


def _code(report: dict[str, Any], *, strict: bool) -> int:
    """The exit code: records that are no threads are an ordinary thing, records that cannot be had or that kill are not."""
    if any(name.startswith(("read/", "worker/")) for name in report["rejects"]):
        return SOME_FAILED
    return STRICT if strict and report["warnings"] else 0


def _batch(names: tuple[str, ...], values: dict[str, Any]) -> Batch:
    if not names:
        raise UsageError("no input is given; name files or folders, or - for standard input", reason="usage")
    if not values["output"] and not values["dry_run"]:
        raise UsageError("batch writes a folder of shards; give -o DIR", reason="usage")
    form = values["format_"]
    if values["compress"] not in (None, "none") and form == "markdown":
        raise UsageError("Markdown files are not packed; leave --compress out, or take -f jsonl", reason="usage")
    if values["engine"] == "ray" and STDIN in names:
        raise UsageError(
            "other machines cannot read this one's standard input; name files that all can read", reason="usage"
        )
    if values["address"] and values["engine"] != "ray":
        raise UsageError("--address is that of a Ray cluster; give --engine ray as well", reason="usage")
    names = tuple(map(checked, names))
    check_places(names, {**values, "format_": None})
    if STDIN in names:
        standard_input()  # says so where it is closed
    return Batch(
        inputs=Inputs(names, values["reader"]),
        folder=Path(values["output"] or "."),
        keys=Keys(values["text_key"], values["html_key"], values["id_key"], values["url_key"]),
        cleaner=Cleaner(options_of(values), form, values["text_only"]),
        shard_size=values["shard_size"],
        compression=values["compress"] or ("zstd" if form == "parquet" else "none"),
        jobs=values["jobs"] or _cores(),
        limits=Limits(values["max_memory"] or None, values["max_seconds"]),
        engine=values["engine"],
        address=values["address"],
        ledger=_path(values["ledger_path"]),
        learn_site=_path(values["learn_site"]),
    )


def _path(name: str | None) -> Path | None:
    return None if name is None else Path(name)


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _dry_run(batch: Batch) -> None:
    """Count files, bytes and records, and show the first results, on standard output."""
    survey = batch.inputs.survey()
    counts = {"records": 0, "unreadable": 0, "no pages": 0}
    first: list[Record] = []
    for name in batch.inputs.files():
        for item in items_of(name, batch.inputs, batch.keys):
            counts[_sort(item)] += 1
            if isinstance(item, Record) and len(first) < SHOWN:
                first.append(item)
    said = ", ".join(f"{number:,} {what}" for what, number in counts.items())
    write_stdout(f"{counted(survey.files, 'file')}, {survey.size:,} bytes: {said}\n")
    for record in first:
        _show(batch, record)


def _sort(item: Item) -> str:
    if isinstance(item, Passed):
        return "no pages"
    return "records" if isinstance(item, Record) else "unreadable"


def _show(batch: Batch, record: Record) -> None:
    done = Cleaner(batch.cleaner.options, "columns").clean([record])
    for row in done.rows:
        text = f"{row.values['title'] or ''}\n{row.values['text']}"
        write_stdout(shown(f"\n{record.id}\n{text[:SHOWN_CHARACTERS].rstrip()}…\n"))
    for reject in done.rejects:
        write_stdout(shown(f"\n{record.id}\nrejected ({reject.stage}/{reject.code}): {reject.reason}\n"))
