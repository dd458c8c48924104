"""Speed, growth, memory and start-up, as ratios within one run.

    python -m benchmarks.speed [--pages FOLDER] [--dump FILE]

Pages: median over the pages of a folder (``fixtures/pages`` by default) of the time of ``clean`` to the time of an lxml parse of the
same page. Dumps: megabytes a second on one core with long and short lines (the dump is repeated up to 10 MB), and what four times the
input costs. Memory: the peak of a fresh process over the size of its input. Start-up: ``--help`` against ``python -c "import click"``.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lxml.html import document_fromstring

import forumclean
from forumclean import ForumcleanError

ROOT = Path(__file__).parents[1]
MEGA = 1_000_000
PEAK = (
    "import resource,sys,forumclean; forumclean.clean(open(sys.argv[1],'rb').read()).to_markdown();"
    " print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss*1024)"
)


def best(call: Callable[[], object], runs: int = 5) -> float:
    """The shortest of several runs, in seconds."""
    times: list[float] = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def page_ratios(folder: Path) -> list[tuple[float, str]]:
    """(ratio to an lxml parse, file) of every page that is a thread."""
    ratios: list[tuple[float, str]] = []
    for path in sorted(folder.rglob("*.html")):
        data = path.read_bytes()
        try:
            article = forumclean.clean(data, name=str(path))
        except ForumcleanError:
            continue
        text = article.document.text
        parse = best(lambda text=text: document_fromstring(text))  # type: ignore[misc]
        whole = best(lambda data=data: forumclean.clean(data).to_markdown())  # type: ignore[misc]
        ratios.append((whole / parse, str(path.relative_to(folder))))
    return ratios


def repeated(dump: str, size: int) -> bytes:
    """The dump's body again and again, up to about ``size`` bytes."""
    return (dump * (size // len(dump.encode()) + 1)).encode()[:size].decode("utf-8", "ignore").encode()


def short_lines(dump: str) -> str:
    """The same text in lines of about 35 bytes, each with its noise as it was."""
    lines: list[str] = []
    for line in dump.split("\n"):
        lines += (
            [line[i : i + 12] for i in range(0, len(line), 12)] if line.isprintable() and len(line) > 60 else [line]
        )
    return "\n".join(lines)


def speed(data: bytes) -> float:
    """Megabytes a second from bytes to Markdown."""
    return len(data) / MEGA / best(lambda: forumclean.clean(data).to_markdown(), 3)


def peak(data: bytes, scratch: Path) -> int:
    """Peak memory of a fresh process that cleans the data."""
    scratch.write_bytes(data)
    done = subprocess.run([sys.executable, "-c", PEAK, str(scratch)], capture_output=True, check=True, cwd=ROOT)
    return int(done.stdout)


def startup() -> float:
    """``--help`` against an interpreter that imports click."""

    def call(*arguments: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, *arguments], capture_output=True, check=True)

    return best(call("-m", "forumclean", "--help"), 9) / best(call("-c", "import click"), 9)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--pages", type=Path, default=ROOT / "fixtures" / "pages")
    parser.add_argument("--dump", type=Path, default=ROOT / "fixtures" / "thread.txt")
    parser.add_argument("--scratch", type=Path, default=Path("/tmp/forumclean-speed.txt"))  # noqa: S108 - a default one may change
    arguments = parser.parse_args()
    ratios = page_ratios(arguments.pages)
    if ratios:
        values = [ratio for ratio, _ in ratios]
        worst, where = max(ratios)
        print(
            f"pages: {len(values)}, median {statistics.median(values):.2f} x an lxml parse, worst {worst:.2f} ({where})"
        )
    dump = arguments.dump.read_text("utf-8")
    for label, text in (("as it is", dump), ("short lines", short_lines(dump))):
        data = repeated(text, 10 * MEGA)
        mean = len(data) / max(1, data.count(b"\n"))
        print(f"dump, {label}: {mean:.0f} bytes a line, {speed(data):.1f} MB/s")
    small, large = repeated(dump, 2 * MEGA), repeated(dump, 8 * MEGA)
    growth = best(lambda: forumclean.clean(large), 3) / best(lambda: forumclean.clean(small), 3)
    print(f"growth: 4 x the input takes {growth:.2f} x the time")
    used = peak(repeated(dump, 10 * MEGA), arguments.scratch)
    print(
        f"memory: {used / MEGA:.0f} MB at 10 MB of input = {(used - 60 * MEGA) / (10 * MEGA):.1f} x the input + 60 MB"
    )
    print(f"start: --help takes {startup():.2f} x python -c 'import click'")
    print(f"this process's peak: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


if __name__ == "__main__":
    main()
