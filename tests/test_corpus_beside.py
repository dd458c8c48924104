"""The ledger and the site's list of a batch: as clean writes them, and the same after any history."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner
from corpora import REFUSED, Watching, dump, jsonl, killed_again_and_again, rows

from forumclean.cli import main
from forumclean.corpus import running
from forumclean.corpus.cleaning import Cleaner
from forumclean.corpus.feeding import Feed
from forumclean.corpus.finding import Inputs
from forumclean.corpus.records import Chunk, Done
from forumclean.corpus.running import Batch, run_batch
from forumclean.errors import InputError, OutputError, UsageError
from forumclean.options import Options
from forumclean.rebuilding import rebuild

pytestmark = pytest.mark.timeout(180)
MASKED = "　　街坊说这是城里*的豆腐，排队的人*多。\n"
LIST = '{"schema": "forumclean.site-list/1", "clear": {"最高": 7}, "hidden": {"最大": 0.3333, "最美": 0.9}}'


def here(batch: Batch, feed: Feed) -> Iterator[tuple[Chunk, Done]]:
    """An engine without processes: runs are started by the dozen."""
    return ((chunk, batch.cleaner.clean(chunk.items)) for chunk in feed)  # type: ignore[misc]  # what cannot be cleaned is passed on


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "on_this_machine", here)


def batch_of(folder: Path, size: int = 12) -> Batch:
    """A corpus with masked words and a record that is none, into a folder, beside files that lie there already."""
    folder.mkdir()
    records = rows(size)
    for number in range(0, size, 3):
        records[number]["text"] += MASKED
    records[4]["text"] = ""
    source = folder.parent / "in.jsonl"
    source.write_bytes(jsonl(records))
    (folder / "site.json").write_text(LIST)
    (folder / "ledger").write_text("of an older run")
    return Batch(
        Inputs((str(source),)),
        folder / "out",
        shard_size=5,
        ledger=folder / "ledger",
        learn_site=folder / "site.json",
    )


def files_of(folder: Path) -> dict[str, bytes]:
    """All that must be the same after any history."""
    parts = [
        folder / "ledger",
        folder / "site.json",
        folder / "out" / "rejects.jsonl",
        *(folder / "out").glob("part-*"),
    ]
    return {path.name: path.read_bytes() for path in parts}


@pytest.mark.parametrize("form", ["jsonl", "parquet", "markdown"])
def test_batch_writes_what_clean_writes(tmp_path: Path, form: str) -> None:
    pytest.importorskip("pyarrow", reason="needs forumclean[corpus]")
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(6):
        (pages / f"{number}.txt").write_text(dump(number) + MASKED * (number % 3), "utf-8")
    (pages / "3b.html").write_bytes(REFUSED.read_bytes())
    written = []
    for command in (["clean", "-f", "jsonl", "-o"], ["batch", "-q", "-j", "1", "--shard-size", "2", "-f", form, "-o"]):
        site, ledger = tmp_path / f"{command[0]}.json", tmp_path / f"{command[0]}.ledger"
        site.write_text(LIST)
        beside = ["--ledger", str(ledger), "--learn-site", str(site)]
        CliRunner().invoke(main, [*command, str(tmp_path / f"out-{command[0]}"), str(pages), *beside])
        written.append((ledger.read_bytes(), json.loads(site.read_bytes())))
    assert written[0] == written[1]
    assert written[0][1]["hidden"].keys() > {"最大", "最美"}
    assert written[0][1]["clear"] != {"最高": 7}
    lines = written[1][0].decode().split("\n")
    for path in pages.glob("*.txt"):
        assert rebuild(lines, str(path)) == path.read_bytes()


@pytest.mark.usefixtures("in_process")
def test_rebuild_gives_a_record_back_out_of_the_ledger_of_a_corpus(tmp_path: Path) -> None:
    batch = batch_of(tmp_path / "a")
    run_batch(batch, Watching())
    given = json.loads(Path(batch.inputs.given[0]).read_bytes().splitlines()[9])
    done = CliRunner().invoke(main, ["rebuild", str(batch.ledger), "--name", given["id"]])
    assert done.stdout_bytes.decode() == given["text"]


def crashing(at: int, *, after: bool) -> Callable[[Path, Path], Path]:
    """A rename before or after which the run ends, at the so manieth one."""
    numbers = count(1)
    rename = Path.replace

    def replace_(self: Path, target: Path) -> Path:
        now = next(numbers) == at
        if now and not after:
            raise KeyboardInterrupt
        path = rename(self, target)
        if now:
            raise KeyboardInterrupt
        return path

    return replace_


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_ended_at_any_rename_it_ends_with_the_same_bytes(tmp_path: Path, after: bool) -> None:  # noqa: FBT001 - a parameter of the test
    run_batch(batch_of(tmp_path / "whole"), Watching())
    wanted = files_of(tmp_path / "whole")
    for at in count(1):
        batch = batch_of(tmp_path / f"run{at}")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "replace", crashing(at, after=after))
            try:
                run_batch(batch, Watching())
            except KeyboardInterrupt:
                ended = True
            else:
                ended = False
        run_batch(batch, Watching())
        assert files_of(tmp_path / f"run{at}") == wanted, f"ended at rename {at}"
        if not ended:
            break
    # Settings and the list; rows, list and mark of three shards; the list's own form, the end's mark, both files, rejects, report.
    assert at > 2 + 3 * 3 + 6


def test_killed_at_random_moments_it_ends_with_the_same_bytes(tmp_path: Path) -> None:
    whole, killed = batch_of(tmp_path / "whole", 40), batch_of(tmp_path / "killed", 40)
    run_batch(replace(whole, jobs=2), Watching())
    beside = ["--ledger", str(killed.ledger), "--learn-site", str(killed.learn_site)]
    command = ["batch", *killed.inputs.given, "-o", str(killed.folder), "--shard-size", "5", "-j", "1", "-q", *beside]
    killed_again_and_again(command)
    assert files_of(tmp_path / "killed") == files_of(tmp_path / "whole")


@pytest.mark.usefixtures("in_process")
def test_a_finished_run_leaves_its_files_alone(tmp_path: Path) -> None:
    batch = batch_of(tmp_path / "a")
    run_batch(batch, Watching())
    assert batch.ledger
    assert batch.learn_site
    batch.ledger.unlink()
    batch.learn_site.write_text(LIST)
    run_batch(batch, Watching())
    assert not batch.ledger.exists()
    assert batch.learn_site.read_text() == LIST


@pytest.mark.usefixtures("in_process")
def test_files_reach_another_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_batch(batch_of(tmp_path / "whole"), Watching())
    rename = Path.replace

    def far(self: Path, target: Path) -> Path:
        if ".forumclean" in self.parts and ".forumclean" not in target.parts:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", far)
    batch = batch_of(tmp_path / "far")
    run_batch(batch, Watching())
    assert files_of(tmp_path / "far") == files_of(tmp_path / "whole")
    assert sorted(path.name for path in (tmp_path / "far").iterdir()) == ["ledger", "out", "site.json"]


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("name", ["ledger", "learn_site"])
def test_other_places_do_not_mix(tmp_path: Path, name: str) -> None:
    batch = batch_of(tmp_path / "a")
    run_batch(batch, Watching())
    for other in (None, tmp_path / "other"):
        with pytest.raises(UsageError, match=f"{name} was '.*' and is"):
            run_batch(replace(batch, **{name: other}), Watching())  # type: ignore[arg-type]


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("name", ["ledger.jsonl", "site-00002.json"])
def test_a_lost_part_is_told(tmp_path: Path, name: str) -> None:
    batch = batch_of(tmp_path / "a")
    with pytest.raises(KeyboardInterrupt):
        run_batch(batch, Watching(stop=2))
    (batch.folder / ".forumclean" / name).unlink()
    with pytest.raises(OutputError, match="not there any more; give -o another folder"):
        run_batch(batch, Watching())


@pytest.mark.usefixtures("in_process")
def test_places_that_cannot_be_are_told_before_anything_is_begun(tmp_path: Path) -> None:
    batch = batch_of(tmp_path / "a")
    (tmp_path / "bad.json").write_text("[]")
    (tmp_path / "file").touch()
    site = str(batch.learn_site)
    refused: list[tuple[Batch, type[Exception], str]] = [
        (replace(batch, ledger=tmp_path), OutputError, "it is a folder"),
        (replace(batch, ledger=tmp_path / "file" / "ledger"), OutputError, "is no folder"),
        (replace(batch, learn_site=tmp_path / "bad.json"), InputError, "cannot be read as a site's list"),
        (replace(batch, ledger=batch.learn_site), UsageError, "another file of the run"),
        (replace(batch, ledger=batch.folder / "part-00001.jsonl"), UsageError, "another file of the run"),
        (replace(batch, ledger=batch.folder / "rejects.jsonl"), UsageError, "another file of the run"),
        (replace(batch, cleaner=Cleaner(Options(site_list=site))), UsageError, "learn into another file"),
    ]
    for wrong, error, said in refused:
        with pytest.raises(error, match=said):
            run_batch(wrong, Watching())
    assert not (batch.folder / ".forumclean").exists()


@pytest.mark.usefixtures("in_process")
def test_the_ledger_may_lie_among_the_shards(tmp_path: Path) -> None:
    batch = batch_of(tmp_path / "a")
    inside = replace(batch, ledger=batch.folder / "more" / "ledger.jsonl", learn_site=batch.folder / "site.json")
    run_batch(inside, Watching())
    assert b'"document"' in (batch.folder / "more" / "ledger.jsonl").read_bytes()
    run_batch(inside, Watching())
