"""Downloads the pictures and attachments that an article shows, and gives the article with links to the files."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from forumclean.article import Article
from forumclean.emit.links import base_of
from forumclean.errors import ForumcleanError, NetworkError, OutputError, RefusedError
from forumclean.fetching.targets import target
from forumclean.fetching.types import Reply
from forumclean.fetching.urls import site_of
from forumclean.fetching.web import Web
from forumclean.model import Attachment, Block, Image, Post
from forumclean.visible import no_device, shortened, spelled

INDEX = ".addresses.jsonl"
"""Which address each file of the folder came from: nothing is asked for twice."""
SUFFIX_RE = re.compile(r"\.[A-Za-z0-9]{1,8}")
LONGEST_NAME = 80
KINDS = (
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"GIF87a", ".gif"),
    (b"GIF89a", ".gif"),
    (b"BM", ".bmp"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"\x00\x00\x01\x00", ".ico"),
)
"""How the files of each kind of picture begin."""
BOXED = {b"avif": ".avif", b"avis": ".avif", b"heic": ".heic", b"mif1": ".heic"}


def kind_of_picture(data: bytes) -> str | None:
    """The suffix for a picture, by its own first bytes; ``None`` for what is no picture.

    >>> kind_of_picture(b"GIF89a.."), kind_of_picture(b"<html>")
    ('.gif', None)
    """
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    if data[4:8] == b"ftyp":
        return BOXED.get(data[8:12])
    return next((suffix for head, suffix in KINDS if data.startswith(head)), None)


def safe_file_name(name: str, suffix: str | None = None) -> str:
    """A file name that stays in its folder on every system and says what it is.

    >>> safe_file_name("../../etc/passwd"), safe_file_name("图 1.php", ".jpg"), safe_file_name("con.txt"), safe_file_name("")
    ('etc_passwd', '图 1.jpg', '_con.txt', 'file')
    """
    text = spelled(name).strip(" ._")
    own = PurePosixPath(text).suffix
    stem, end = (text.removesuffix(own), own) if SUFFIX_RE.fullmatch(own) else (text, "")
    stem = shortened(stem, LONGEST_NAME).strip(" .")
    return no_device(f"{stem or 'file'}{suffix or end}")


class Files:
    """A folder of pictures and attachments."""

    def __init__(self, web: Web | None, folder: Path, max_bytes: int, say: Callable[[str], None]) -> None:
        self._web, self._folder, self._limit, self._say = web, folder, max_bytes, say
        self._known = dict(self._read())
        self._failed: set[str] = set()
        self._barred = 0

    def _read(self) -> Iterator[tuple[str, str]]:
        try:
            lines = (self._folder / INDEX).read_text("utf-8", "replace").splitlines()
        except OSError:
            return
        for line in lines:
            try:
                row = json.loads(line)
                address, name = str(row["address"]), str(row["file"])
            except (ValueError, KeyError, TypeError):
                continue
            if Path(name).name == name and (self._folder / name).is_file():
                yield address, name

    def linked(self, article: Article, start: Path) -> Article:
        """The article with its pictures and attachments as files; links are relative to the folder ``start``."""
        posts = tuple(self._post(article, post, start) for post in article.posts)
        if self._barred:
            self._say(
                f"{self._barred} pictures or attachments were not fetched: robots.txt asks programs not to (--ignore-robots)"
            )
            self._barred = 0
        return replace(article, posts=posts)

    def _post(self, article: Article, post: Post, start: Path) -> Post:
        page = article.joined[post.part] if article.joined else article
        base = base_of(page.source.url or "", page)
        name = f"{article.thread.tid or 'thread'}-{post.facts.pid or post.facts.floor or post.index}"
        return replace(post, blocks=tuple(self._block(block, base, name, start) for block in post.blocks))

    def _block(self, block: Block, base: str, name: str, start: Path) -> Block:
        if isinstance(block, Image) and block.src:
            path = self._file(block.src, base, f"{name}-{block.filename or ''}", start, picture=True)
            return replace(block, src=path or block.src)
        if isinstance(block, Attachment) and block.href:
            path = self._file(block.href, base, f"{name}-{block.filename or ''}", start, picture=False)
            return replace(block, href=path or block.href)
        return block

    def _file(self, link: str, base: str, name: str, start: Path, *, picture: bool) -> str | None:
        """The path of the file behind a link; ``None`` where it cannot be had, which is said and no error."""
        address = target(base, link)
        if address is None or address in self._failed:
            return None
        if address not in self._known:
            try:
                self._known[address] = self._fetched(address, base, name, picture=picture)
            except OutputError:
                raise
            except ForumcleanError as error:
                self._failed.add(address)
                self._note(error)
                return None
        return Path(os.path.relpath(self._folder / self._known[address], start)).as_posix()

    def _note(self, error: ForumcleanError) -> None:
        if error.reason == "robots":
            self._barred += 1
        elif error.reason != "offline":
            self._say(f"warning: not fetched: {error}")

    def _fetched(self, address: str, page: str, name: str, *, picture: bool) -> str:
        if self._web is None:
            raise NetworkError(f"{address}: not fetched (--offline)", reason="offline")
        # Forums let their own pages alone show their files.
        headers = {"Referer": page} if site_of(page) == site_of(address) else {}
        try:
            reply = self._web.get(address, headers=headers, max_bytes=self._limit)
        except NetworkError as error:
            if error.reason != "too-large":
                raise
            hint = "if it is wanted, give a higher --max-file-bytes"
            message = f"{address}: the file is larger than {self._limit:,} bytes; {hint}"
            raise NetworkError(message, reason="too-large") from error
        if reply.status != 200:
            raise RefusedError(f"{address}: the server refuses the file (HTTP {reply.status})", reason="status")
        suffix = _checked(address, reply, picture=picture)
        own = unquote(PurePosixPath(urlsplit(address).path).name)
        named = name if not name.endswith("-") else f"{name}{own if not own.endswith('.php') else 'file'}"
        return self._written(address, safe_file_name(named, suffix), reply.body)

    def _written(self, address: str, name: str, data: bytes) -> str:
        stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for number in range(1, 10_000):
                name = f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}"
                path = self._folder / name
                if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
                    break
                try:
                    with path.open("xb") as file:
                        file.write(data)
                    break
                except FileExistsError:
                    continue  # another file of that name: it stays
            with (self._folder / INDEX).open("a", encoding="utf-8") as index:
                index.write(json.dumps({"address": address, "file": name}, ensure_ascii=False) + "\n")
        except OSError as error:
            raise OutputError(
                f"{self._folder}: cannot be written ({error.strerror}); check --images", reason="output"
            ) from error
        return name


def _checked(address: str, reply: Reply, *, picture: bool) -> str | None:
    """The suffix that a picture must have; ``None`` for an attachment, which keeps its own.

    Raises :class:`RefusedError` for what is not what the article shows: a page that asks to log in, most often.
    """
    if not reply.whole:
        raise RefusedError(f"{address}: the server sends only a part of the file; try again later", reason="cut")
    kind = kind_of_picture(reply.body)
    stated = reply.content_type
    if picture:
        if kind is None or not (
            stated.startswith("image/") or stated in ("", "application/octet-stream", "binary/octet-stream")
        ):
            raise RefusedError(
                f"{address}: the server sends {stated or 'something'} that is no picture", reason="content-type"
            )
        return kind
    if stated in ("text/html", "application/xhtml+xml"):
        raise RefusedError(
            f"{address}: the server sends a page instead of the file; it may want you to log in (--cookies)",
            reason="login",
        )
    return None
