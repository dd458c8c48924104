"""Small corpora for tests: pages of ``fixtures`` in every form, and a cleaner that some records kill."""

from __future__ import annotations

import gc
import gzip
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backports import zstd

from forumclean.article import Article
from forumclean.corpus.cleaning import Cleaner
from forumclean.corpus.finding import Survey
from forumclean.corpus.records import Record, Reject
from forumclean.corpus.tally import Tally

FIXTURES = Path(__file__).parents[1] / "fixtures"
PAGES = sorted((FIXTURES / "pages").glob("desktop-[gm]*.html"))
REFUSED = FIXTURES / "refused" / "login.html"
DUMP = (FIXTURES / "thread.txt").read_text("utf-8").replace("*", "")
"""Without its masks, so that the model is not loaded."""


class Watching:
    """A watcher that may end the run after so many shards."""

    def __init__(self, stop: int | None = None) -> None:
        self.stop = stop
        self.before = 0
        self.positions: list[int] = []

    def begin(self, survey: Survey, before: Tally) -> None:  # noqa: ARG002 - a watcher's form
        self.before = before.records

    def tell(self, tally: Tally, position: int) -> None:  # noqa: ARG002 - a watcher's form
        self.positions.append(position)

    def shard(self, number: int) -> None:
        if number == self.stop:
            raise KeyboardInterrupt


def killed_again_and_again(command: list[str]) -> None:
    """Kill a command of forumclean at random moments, ever later ones, and start it again until it ends by itself."""
    chance = random.Random(6)
    kills = 0
    for _ in range(40):
        process = subprocess.Popen([sys.executable, "-m", "forumclean", *command])
        try:
            process.wait(0.1 + chance.random() * (0.1 + kills / 4))  # the first kill comes before any machine is done
            break
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
    assert process.returncode == 0
    assert kills


def dump(number: int) -> str:
    """A small dump, each its own."""
    return (
        f"查看: {number}|回复: 0\n第{number}天的菜市场\n[复制链接]\n发表于 2026-3-11 09:20 | 显示全部楼层 |阅读模式\n"
        f"　　第{number}天，灯先亮了一半。"
        + "卖豆腐的人来得最早。" * (number % 5)
        + '\n" K5 t- r5 G2 ~. x9 Q1 w\n　　后来人多了。\n'
    )


def rows(count: int) -> list[dict[str, Any]]:
    """Rows of a corpus, with a column of their own."""
    return [
        {"id": f"r{i}", "url": f"https://bbs.example/thread-{i + 1}-1-1.html", "text": dump(i), "topic": {"n": i}}
        for i in range(count)
    ]


def jsonl(records: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def packed(data: bytes, how: str) -> bytes:
    return {"": lambda: data, ".gz": lambda: gzip.compress(data), ".zst": lambda: zstd.compress(data)}[how]()


def warc() -> bytes:
    """An archive; warcio leaves its temporary files to the garbage collector, which is to be quiet about them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        data = _warc()
        gc.collect()
    return data


def _warc() -> bytes:
    """An archive as a crawler writes it: pages, a request, a picture, a missing page, a page of other software, packed content."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)

    def add(url: str, body: bytes, status: str = "200 OK", kind: str = "response", **headers: str) -> None:
        fields = [(name.replace("_", "-"), value) for name, value in headers.items()]
        head = StatusAndHeaders(status, fields, protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, kind, payload=io.BytesIO(body), http_headers=head))

    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    for number, page in enumerate(PAGES, 1):
        charset = "gbk" if "gbk" in page.name else "utf-8"
        content = f"text/html; charset={charset}"
        add(f"https://bbs.example/thread-{number}-1-1.html", page.read_bytes(), Content_Type=content)
    body = gzip.compress(PAGES[0].read_bytes())
    add("https://bbs.example/thread-9-1-1.html", body, Content_Type="text/html", Content_Encoding="gzip")
    request = StatusAndHeaders("GET / HTTP/1.1", [], is_http_request=True)
    writer.write_record(
        writer.create_warc_record("https://bbs.example/", "request", payload=io.BytesIO(b""), http_headers=request)
    )
    add("https://bbs.example/a.png", b"\x89PNG", Content_Type="image/png")
    add("https://bbs.example/x", b"gone", "404 Not Found", Content_Type="text/html")
    add(
        "https://shop.example/",
        "<html><body><p>春茶上市，欢迎选购。</p></body></html>".encode(),
        Content_Type="text/html",
    )
    return out.getvalue()


def read_rows(folder: Path) -> list[dict[str, Any]]:
    """All rows of a run's JSON Lines, in order."""
    return [json.loads(line) for part in sorted(folder.glob("part-*.jsonl")) for line in part.read_bytes().splitlines()]


def read_rejects(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "rejects.jsonl").read_bytes().splitlines()]


@dataclass(frozen=True, slots=True)
class Deadly(Cleaner):
    """A cleaner that dies of records whose text says so."""

    once: str = ""
    """A file that a record of the kind 一次 leaves behind: it kills only where the file is not there."""

    def _attempt(self, record: Record) -> Article | Reject:
        text = str(record.data)
        if "自杀" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "退出" in text:
            os._exit(3)
        if "一次" in text and not Path(self.once).exists():
            Path(self.once).touch()
            os._exit(1)
        if "没完" in text:
            time.sleep(600)
        if "内存" in text:
            assert [bytearray(64 << 20) for _ in range(1000)]
        return Cleaner._attempt(self, record)
