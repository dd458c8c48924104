"""Pages by which the forum says that it failed itself: saved, dumped and fetched."""

from __future__ import annotations

import pytest
from fetchrun import run
from forum import HOST, TEXT_HTML, Asked, FalseTime, Forum, forum, refused

from forumclean import Article, Failure, NotAThreadError, Options, clean
from forumclean.fetching.session import Listener, Session
from forumclean.fetching.types import FetchSettings

X3 = (
    '<html><head><title>bbs.garden.example - {kind} Error</title></head><body>\n<div id="container">\n'
    "<h1>Discuz! {kind} Error</h1>\n<div class='info'>{words}</div>\n<div class=\"help\"><a>bbs.garden.example</a> 已经记录</div>"
    "</div></body></html>"
)
X2 = (
    '<html><head><title>bbs.garden.example - {kind} Error</title></head><body><table id="container"><tr>\n'
    '<td id="bodytitle" width="100%">Discuz! {kind} Error </td></tr><tr><td class="bodytext" id="message"><ul> {words}</ul>'
    "</td></tr></table></body></html>"
)
DOWN = X3.format(kind="Database", words="(1040) notconnect")
DUMPED = "Discuz! Database Error\n(1040) notconnect\nbbs.garden.example 已经记录\n"


@pytest.mark.parametrize("page", [X3, X2], ids=["X3", "X2"])
@pytest.mark.parametrize("kind", ["Database", "System"])
def test_an_error_page_is_told_with_the_forums_words(page: str, kind: str):
    with pytest.raises(NotAThreadError, match=r"error page of the forum's own: “非法字符”"):
        clean(page.format(kind=kind, words="非法字符").encode())


@pytest.mark.parametrize("head", ["", "bbs.garden.example - Database Error\n\n"])
def test_a_dump_of_an_error_page_is_no_text(head: str):
    with pytest.raises(NotAThreadError, match="error page"):
        clean((head + DUMPED).encode())


@pytest.mark.parametrize(
    "text",
    ["求助\n" + DUMPED, "打开论坛是 Discuz! Database Error，怎么办\n", "发表于 2025-4-1 10:00 | 只看该作者\n" + DUMPED],
)
def test_a_text_that_quotes_one_stays(text: str):
    assert "Discuz! Database Error" in clean(text.encode()).to_text()


class Tired(Forum):
    """A forum whose database has too many visitors at first."""

    tries = 2
    shown = DOWN

    def answer(self, target):
        if target == "/robots.txt" or not self.tries:
            return super().answer(target)
        self.log.append(target)
        self.tries -= 1
        return 200, [TEXT_HTML], self.shown.encode()


def attempt(made: Forum, **settings: object) -> Article | Failure:
    chosen = FetchSettings(**settings)  # type: ignore[arg-type]
    with Session(Options(), chosen, Asked(made), timer=FalseTime().timer()) as session:
        return session.attempt(f"{HOST}/forum.php?mod=viewthread&tid=77")


def test_a_database_with_too_many_visitors_is_asked_again():
    article = attempt(Tired(forum(2).posts))
    assert isinstance(article, Article)
    assert len(article.posts) == 2


def test_a_database_that_stays_away_is_the_servers_trouble():
    made = Tired(forum(2).posts)
    made.tries = 99
    failure = attempt(made, retries=2)
    assert isinstance(failure, Failure)
    assert (failure.code, len(made.threads_asked())) == (4, 3)
    assert "by its own words, asked 3 times" in failure.message


def test_an_error_of_the_forums_program_is_not_asked_for_again():
    made = Tired(forum(2).posts)
    made.tries, made.shown = 99, X3.format(kind="System", words="非法字符")
    failure = attempt(made)
    assert isinstance(failure, Failure)
    assert (failure.code, failure.reason, len(made.threads_asked())) == (3, "error", 1)


def test_an_empty_answer_is_no_dump_to_save_again():
    made = Tired(forum(2).posts)
    made.tries, made.shown = 99, "\n"
    failure = attempt(made)
    assert isinstance(failure, Failure)
    assert (failure.code, "sends an empty page" in failure.message) == (3, True)


def test_a_proxy_that_is_not_there_is_named_without_its_password():
    code, _, told = run("--retries", "0", "--proxy", "http://reader:secret@127.0.0.1:1", f"{HOST}/thread-77-1-1.html")
    assert code == 4
    assert "the proxy 127.0.0.1:1 cannot be reached" in told
    assert "secret" not in told


class Shy(Forum):
    """A forum that shows guests the first pages of a thread only."""

    first = 2

    def answer(self, target):
        return refused("login") if f"page={self.first + 1}" in target else super().answer(target)


@pytest.mark.parametrize(("first", "advice"), [(1, "--pages 1"), (2, "--pages 1-2")])
def test_what_a_guest_may_see_of_a_thread_is_told(first: int, advice: str):
    made = Shy(forum(12).posts)
    made.first = first
    failure = attempt(made)
    assert isinstance(failure, Failure)
    assert (failure.code, failure.message.endswith(advice)) == (5, True)
    assert isinstance(attempt(made, pages=advice.split()[1]), Article)


def test_pages_that_were_chosen_are_not_advised():
    failure = attempt(Shy(forum(12).posts), pages="2-3")
    assert isinstance(failure, Failure)
    assert "--pages" not in failure.message


class Busy(Forum):
    """A forum that asks for patience once."""

    after = "20"
    asked = 0

    def answer(self, target):
        if target != "/robots.txt" and not self.asked:
            self.asked += 1
            return 429, [TEXT_HTML, ("Retry-After", self.after)], b"slow down"
        return super().answer(target)


@pytest.mark.parametrize(("after", "told"), [("20", 1), ("1", 0)])
def test_a_wait_that_is_noticed_is_told(after: str, told: int):
    made, heard = Busy(forum(2).posts), list[str]()
    made.after = after
    listener = Listener(wait=heard.append)
    with Session(Options(), FetchSettings(), Asked(made), timer=FalseTime().timer(), listener=listener) as session:
        assert isinstance(session.attempt(f"{HOST}/forum.php?mod=viewthread&tid=77"), Article)
    assert len(heard) == told
    assert all("HTTP 429; asks again in 20 seconds" in message for message in heard)
