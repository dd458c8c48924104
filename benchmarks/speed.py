"""Speed by stage, growth, memory and start-up, as ratios within one run.

    python -m benchmarks.speed [--pages FOLDER] [--dump FILE]

Pages: median over the pages of a folder (``fixtures/pages`` by default) of the time of ``clean`` with everything on but the restorer to
the time of an lxml parse of the same page, and what each stage, the restorer included, takes.
Dumps: megabytes a second on one core with long and short lines, no line of which
stands twice, and what four times the input costs. Memory: the peak of a fresh process over the size of its input. Start-up:
``--help`` against ``python -c "import click"``. Times are the process's own, so that a busy machine spoils them little.
"""

from __future__ import annotations

import argparse
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from lxml.html import document_fromstring

import forumclean
from benchmarks.dumps import dump
from forumclean import Article, ForumcleanError, Options, Source, pipeline
from forumclean.decode import decode
from forumclean.masks import restore_page
from forumclean.page import read
from forumclean.segment import segment
from forumclean.strip import strip

ROOT = Path(__file__).parents[1]
MEGA = 1_000_000
DECLARATION_RE = re.compile(r"^\s{0,99}<\?xml[^<>]{0,400}\?>")
PEAK = (
    "import sys,forumclean; forumclean.clean(open(sys.argv[1],'rb').read()).to_markdown();"
    " from benchmarks.hostile import peak; print(round(peak()*1024*1024))"
)


def best(call: Callable[[], object], runs: int = 5, clock: Callable[[], float] = time.process_time) -> float:
    """The shortest of several runs, in seconds of this process (by another clock: of the world)."""
    times: list[float] = []
    for _ in range(runs):
        start = clock()
        call()
        times.append(clock() - start)
    return min(times)


def stage_times(data: bytes, runs: int = 3) -> dict[str, float]:
    """Seconds that each stage of ``clean(data).to_markdown()`` takes, in order: the best of some runs, stage by stage."""
    taken: dict[str, float] = {}
    for _ in range(runs):
        for stage, seconds in _stages(data):
            taken[stage] = min(seconds, taken.get(stage, seconds))
    return taken


def _stages(data: bytes) -> Iterator[tuple[str, float]]:
    options = Options()
    at = time.process_time()

    def took(stage: str) -> tuple[str, float]:
        nonlocal at
        before, at = at, time.process_time()
        return stage, at - before

    document = decode(Source(None, data), options)
    yield took("decode")
    page = read(document)
    yield took("page")
    passage = strip(page)
    yield took("strip")
    passage, _ = restore_page(passage, page.thread.title or "", options, pipeline.ranker_maker(options))
    yield took("restore")
    parts = segment(passage, page.posts)
    yield took("segment")
    article = pipeline.article_of(document, page, passage, parts, options)
    article.to_markdown()
    yield took("emit")


def unranked(data: bytes) -> Article:
    """The article with everything on but the restorer: masks are found and listed, their words are not looked for."""
    options = Options()
    document = decode(Source(None, data), options)
    page = read(document)
    passage, _ = restore_page(strip(page), page.thread.title or "", options)
    return pipeline.article_of(document, page, passage, segment(passage, page.posts), options)


def page_ratios(folder: Path) -> list[tuple[float, str]]:
    """(ratio to an lxml parse, file) of every page that is a thread."""
    ratios: list[tuple[float, str]] = []
    for path in sorted(folder.rglob("*.html")):
        data = path.read_bytes()
        try:
            article = forumclean.clean(data, name=str(path))
        except ForumcleanError:
            continue
        text = DECLARATION_RE.sub("", article.document.text)  # lxml takes no text that declares an encoding
        parse = best(lambda text=text: document_fromstring(text))  # type: ignore[misc]
        whole = best(lambda data=data: unranked(data).to_markdown())  # type: ignore[misc]
        ratios.append((whole / parse, str(path.relative_to(folder))))
    return ratios


def speed(data: bytes) -> float:
    """Megabytes a second from bytes to Markdown."""
    return len(data) / MEGA / best(lambda: forumclean.clean(data).to_markdown(), 3)


def shares(times: Mapping[str, float]) -> str:
    """What part of the whole each stage takes."""
    whole = sum(times.values())
    return ", ".join(f"{stage} {seconds / whole:.0%}" for stage, seconds in times.items())


def peak(data: bytes, scratch: Path) -> int:
    """Peak memory of a fresh process that cleans the data."""
    scratch.write_bytes(data)
    done = subprocess.run([sys.executable, "-c", PEAK, str(scratch)], capture_output=True, check=True, cwd=ROOT)
    return int(done.stdout)


def startup() -> float:
    """``--help`` against an interpreter that imports click."""

    def call(*arguments: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, *arguments], capture_output=True, check=True)

    with_help, bare = (call("-m", "forumclean", "--help"), call("-c", "import click"))
    return best(with_help, 9, time.perf_counter) / best(bare, 9, time.perf_counter)


def _print_pages(folder: Path) -> None:
    ratios = page_ratios(folder)
    if not ratios:
        return
    values = [ratio for ratio, _ in ratios]
    worst, where = max(ratios)
    print(f"pages: {len(values)}, median {statistics.median(values):.2f} x an lxml parse, worst {worst:.2f} ({where})")
    total: Counter[str] = Counter()
    for _, name in ratios:
        total.update(stage_times((folder / name).read_bytes()))
    print(f"       {shares(total)}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--pages", type=Path, default=ROOT / "fixtures" / "pages")
    parser.add_argument("--dump", type=Path, default=ROOT / "fixtures" / "thread.txt")
    parser.add_argument("--scratch", type=Path, help="a file to write a dump to (default: a temporary one)")
    arguments = parser.parse_args()
    _print_pages(arguments.pages)
    sample = arguments.dump.read_text("utf-8")
    for shape in ("long", "short", "as it is"):
        data = dump(sample, 10 * MEGA, shape)
        mean = len(data) / max(1, data.count(b"\n"))
        print(f"dump, lines {shape}: {mean:.0f} bytes a line, {speed(data):.1f} MB/s; {shares(stage_times(data, 1))}")
    small, large = dump(sample, 2 * MEGA), dump(sample, 8 * MEGA)
    growth = best(lambda: forumclean.clean(large), 3) / best(lambda: forumclean.clean(small), 3)
    print(f"growth: 4 x the input takes {growth:.2f} x the time")
    with tempfile.TemporaryDirectory() as folder:
        used = peak(dump(sample, 10 * MEGA), arguments.scratch or Path(folder) / "dump.txt")
    print(
        f"memory: {used / MEGA:.0f} MB at 10 MB of input = {(used - 60 * MEGA) / (10 * MEGA):.1f} x the input + 60 MB"
    )
    print(f"start: --help takes {startup():.2f} x python -c 'import click'")
    print(f"this process's peak: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


if __name__ == "__main__":
    main()
