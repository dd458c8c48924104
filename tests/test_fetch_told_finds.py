"""What a tester found of what fetching says, and of pages in the middle of a thread that cannot be had."""

from __future__ import annotations

import gzip

import pytest
from fetchrun import raw, run
from forum import HOST, TEXT_HTML, Asked, FalseTime, Forum, forum, refused
from loopback import answer, raw_server

from forumclean import Article, Failure, NetworkError, Options
from forumclean.fetching.session import Session
from forumclean.fetching.types import FetchSettings, Reply
from forumclean.joining import join

QUERY = "/forum.php?mod=viewthread&tid=77"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(400)


def attempt(made: Forum, fetcher: Asked | None = None, **settings: object) -> Article | Failure:
    """What comes of the thread, without waiting."""
    chosen = FetchSettings(**settings)  # type: ignore[arg-type]
    with Session(Options(), chosen, fetcher or Asked(made), timer=FalseTime().timer()) as session:
        return session.attempt(HOST + QUERY)


class Gaps(Forum):
    """A forum that has lost some pages of its thread."""

    gone: tuple[str, ...] = ("4",)
    instead = (404, [TEXT_HTML], b"<html>nothing</html>")

    def answer(self, target):
        if any(f"page={number}" in target for number in self.gone):
            return self.instead
        return super().answer(target)


@pytest.mark.parametrize("instead", [(404, [TEXT_HTML], b"<html>nothing</html>"), refused("board")])
def test_a_later_page_that_leads_nowhere_costs_no_other(instead):
    made = Gaps(forum(20).posts)
    made.instead = instead
    article = attempt(made)
    assert isinstance(article, Article)
    assert [post.facts.floor for post in article.posts] == [*range(1, 10), *range(13, 21)]
    assert any("for page 4;" in warning for warning in article.warnings)


def test_after_some_pages_that_lead_nowhere_no_more_are_asked_for():
    made = Gaps(forum(60).posts)
    made.gone = tuple(map(str, range(2, 30)))
    fetcher = Asked(made)
    article = attempt(made, fetcher)
    assert isinstance(article, Article)
    assert any("for page 2-20;" in warning for warning in article.warnings)
    asked = {number for number in range(2, 21) for url in fetcher.urls if url.endswith(f"page={number}")}
    assert asked == {2, 3, 4}


def test_a_thread_that_is_deleted_while_it_is_read_is_refused():
    made = Gaps(forum(20).posts)
    made.instead = refused("deleted")
    failed = attempt(made)
    assert isinstance(failed, Failure)
    assert failed.reason == "deleted"


def test_a_proxy_that_wants_a_password_is_no_refusal_of_the_forums():
    failed = attempt(forum(2, extra={QUERY: (407, [TEXT_HTML], b"")}))
    assert isinstance(failed, Failure)
    assert (failed.code, failed.reason) == (NetworkError.code, "proxy")


class Late(Asked):
    """Takes all the time that it is given."""

    def __init__(self, made: Forum, clock: FalseTime) -> None:
        super().__init__(made)
        self.clock = clock

    def get(self, url, headers, *, timeout, max_bytes) -> Reply:
        if "page=" in url:
            self.clock.at += timeout
            raise NetworkError("no whole answer within 30 seconds", reason="timeout")
        return super().get(url, headers, timeout=timeout, max_bytes=max_bytes)


@pytest.mark.parametrize(("total", "said"), [(20.0, "--total-timeout"), (2_000.0, "no whole answer within 30")])
def test_the_limit_that_ran_out_is_named(total, said):
    clock = FalseTime()
    made = forum(8)
    settings = FetchSettings(total_timeout=total, retries=0)
    with Session(Options(), settings, Late(made, clock), timer=clock.timer()) as session:
        failed = session.attempt(HOST + QUERY)
    assert isinstance(failed, Failure)
    assert said in failed.message


def test_a_picture_that_is_too_large_names_its_own_option(tmp_path):
    made = forum(2)
    made.posts[0].text = '第 1 楼<img src="a.png" />'
    made.extra["/a.png"] = (200, [("Content-Type", "image/png")], PNG)
    with raw_server(raw(made)) as server:
        code, _, told = run(server.url + QUERY, "--images", tmp_path, "--max-file-bytes", "100")
    assert code == 0
    assert "--max-file-bytes" in told
    assert "--max-bytes" not in told


def test_a_picture_that_is_cut_is_not_kept(tmp_path):
    made = forum(2)
    made.posts[0].text = '第 1 楼<img src="a.png" />'

    def talk(connection, target, number):
        if target == "/a.png":
            cut = gzip.compress(PNG)[:-9]
            connection.sendall(answer(cut, "Content-Encoding: gzip").replace(b"text/html", b"image/png"))
        else:
            raw(made)(connection, target, number)

    with raw_server(talk) as server:
        code, _, told = run(server.url + QUERY, "--images", tmp_path)
    assert (code, list(tmp_path.glob("*.png"))) == (0, [])
    assert "only a part of the file" in told


def test_many_missing_pages_are_told_in_few_words():
    made = forum(3_000)
    pages = [clean_page(made, number) for number in (1, 3, 900)]
    (warning,) = join(pages, Options()).warnings
    assert "page 2, 4-899, 901-1000 of 1000" in warning


def clean_page(made: Forum, number: int) -> Article:
    """One page by itself."""
    with Session(Options(), FetchSettings(pages=str(number)), Asked(made), timer=FalseTime().timer()) as session:
        return session.thread(HOST + QUERY)
