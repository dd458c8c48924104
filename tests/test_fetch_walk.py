"""All pages of a thread, each once, in order, whatever the thread does meanwhile."""

from __future__ import annotations

import pytest
from forum import HOST, Asked, FalseTime, Forum, Made, forum, moved, refused
from inputs import FIXTURES

from forumclean import Article, ForumcleanError, NetworkError, Options, RefusedError, UsageError
from forumclean.fetching.session import Session
from forumclean.fetching.types import FetchSettings

QUERY = "/forum.php?mod=viewthread&tid=77"
FORMS = [
    "/forum.php?mod=viewthread&tid=77",
    "/forum.php?mod=viewthread&tid=77&extra=page%3D1&page=2",
    "/forum.php?mod=viewthread&tid=77&authorid=12",
    "/forum.php?mod=viewthread&tid=77#pid905",
    "/forum.php?mod=redirect&goto=findpost&ptid=77&pid=905",
    "/forum.php?mod=viewthread&action=printable&tid=77",
    "/forum.php?mod=viewthread&tid=77&mobile=2",
    "/thread-77-1-1.html",
    "/thread-77-3-2.html",
    "/t-77",
    "/archiver/?tid-77.html",
    "/archiver/tid-77.html",
    "/api/mobile/index.php?version=4&module=viewthread&tid=77",
]


def read(
    made: Forum, target: str = QUERY, *, fetcher: Asked | None = None, posts: str = "all", **settings: object
) -> Article:
    asked = fetcher or Asked(made)
    chosen = FetchSettings(**settings)  # type: ignore[arg-type]
    with Session(Options(posts=posts), chosen, asked, timer=FalseTime().timer()) as session:
        return session.thread(HOST + target)


def floors(article: Article) -> list[int | None]:
    return [post.facts.floor for post in article.posts]


def pids(article: Article) -> list[int]:
    return [post.facts.pid or 0 for post in article.posts]


@pytest.mark.parametrize("target", FORMS)
def test_every_form_of_address_gives_the_whole_thread(target):
    made = forum(8)
    article = read(made, target)
    assert article.thread.tid == 77
    assert floors(article) == list(range(1, 9))
    assert article.warnings == ()
    assert article.source.name == HOST + target
    assert len(made.threads_asked()) == 3


def test_rewritten_addresses_are_read_as_the_pager_writes_them():
    made = forum(8, rewritten=True)
    assert floors(read(made, "/thread-77-1-1.html")) == list(range(1, 9))
    assert made.threads_asked() == [f"/thread-77-{n}-1.html" for n in (1, 2, 3)]


def test_a_long_pager_shows_its_middle_pages_late():
    made = forum(30)
    assert floors(read(made)) == list(range(1, 31))
    assert len(made.threads_asked()) == 10


def test_a_thread_of_one_page_is_one_request():
    made = forum(2)
    article = read(made)
    assert floors(article) == [1, 2]
    assert article.joined == ()
    assert made.threads_asked() == [QUERY]


def test_gbk_without_a_header_charset():
    article = read(forum(8, charset="gbk"))
    assert article.source.encoding == "gb18030"
    assert "第 8 楼，今天收了 8 斤番茄。" in article.to_text()


def test_a_form_that_nobody_knows_is_read_through_the_pages_own_links():
    made = forum(8, rewritten=True)
    made.extra["/topic/harvest"] = (200, [("Content-Type", "text/html")], made.page(1))
    made.extra["/topic/thread-77-2-1.html"] = (200, [("Content-Type", "text/html")], made.page(2))
    made.extra["/topic/thread-77-3-1.html"] = (200, [("Content-Type", "text/html")], made.page(3))
    article = read(made, "/topic/harvest")
    assert floors(article) == list(range(1, 9))
    assert len(made.threads_asked()) == 3


def test_a_posts_link_without_its_thread_is_followed():
    made = forum(8)
    made.extra["/forum.php?mod=redirect&goto=findpost&pid=905"] = moved(f"{QUERY}&page=2#pid905", 302)
    article = read(made, "/forum.php?mod=redirect&goto=findpost&pid=905")
    assert floors(article) == list(range(1, 9))
    assert made.threads_asked()[1:] == [f"{QUERY}&page=2", f"{QUERY}&extra=&page=1", f"{QUERY}&extra=&page=3"]


def test_pages_are_chosen():
    made = forum(12)
    article = read(made, pages="2,4")
    assert floors(article) == [4, 5, 6, 10, 11, 12]
    assert article.warnings == ()
    assert len(made.threads_asked()) == 2


def test_pages_that_are_not_there_are_named():
    with pytest.raises(ForumcleanError, match="only 3 pages") as caught:
        read(forum(8), pages="7")
    assert caught.value.code == 3


@pytest.mark.parametrize("pages", ["0", "3-1", "", "1,,2", "all,3", "1-2-3", "９"])
def test_wrong_pages_are_wrong_usage(pages):
    with pytest.raises(UsageError, match="1-3,7"):
        FetchSettings(pages=pages)


def test_the_authors_own_view_is_used():
    made = forum(12)
    article = read(made, posts="author")
    assert pids(article) == [901, 904, 907, 910]
    assert floors(article) == [None] * 4
    assert [target.partition("?")[2] for target in made.threads_asked()] == [
        "mod=viewthread&tid=77",
        "mod=viewthread&tid=77&page=1&authorid=11",
        "mod=viewthread&tid=77&extra=&page=2&authorid=11",
    ]


def test_a_forum_without_an_authors_view_is_read_whole():
    made = forum(8)
    made.extra[f"{QUERY}&page=1&authorid=11"] = refused("permission")
    article = read(made, posts="author")
    assert (pids(article), floors(article)) == ([901, 904, 907], [1, 4, 7])


def test_an_anonymous_starter_is_not_taken_for_the_next_one():
    made = forum(8)
    page = made.page(1).replace(b"authorid=11", b"x=0", 1)
    made.extra[QUERY] = (200, [("Content-Type", "text/html")], page)
    assert pids(read(made, posts="author")) == [901, 904, 907]
    assert not any("authorid" in target for target in made.log)


def test_one_page_needs_no_authors_view():
    made = forum(3, size=5)
    assert floors(read(made, posts="author")) == [1]
    assert len(made.threads_asked()) == 1


@pytest.mark.parametrize(
    ("posts", "pages", "wanted"), [("first", 1, [1]), ("2-3", 1, [2, 3]), ("5", 2, [5]), ("11-99", 4, [11, 12])]
)
def test_pages_behind_the_wanted_floors_are_not_read(posts, pages, wanted):
    made = forum(12)
    article = read(made, posts=posts)
    assert floors(article) == wanted
    assert article.warnings == ()
    assert len(made.threads_asked()) == pages


def test_a_thread_with_its_newest_posts_first_is_read_whole():
    made = forum(8)
    made.posts = [made.posts[0], *made.posts[:0:-1]]
    shown = dict(enumerate([1, 8, 7, 6, 5, 4, 3, 2], 1))
    original = made._post
    made._post = lambda floor, post: original(shown[floor], post)  # type: ignore[method-assign]
    article = read(made, posts="2-3")
    assert floors(article) == [2, 3]
    assert len(made.threads_asked()) == 3


# ── threads that change ─────────────────────────────────────────────────────────────────────────


def change_at(made: Forum, number: int, change) -> Asked:
    """A fetcher before whose n-th request the thread changes."""

    def before(_url: str, count: int) -> None:
        if count == number:
            change()

    return Asked(made, before)


def test_a_thread_that_grows_while_it_is_read():
    made = forum(8)
    more = [Made(990 + n, 12, f"第 {8 + n} 楼，新来的。") for n in range(1, 6)]
    article = read(made, fetcher=change_at(made, 4, lambda: made.posts.extend(more)))
    assert floors(article) == list(range(1, 14))


@pytest.mark.parametrize("deleted", [1, 4, 7])
@pytest.mark.parametrize("when", [3, 4, 5])
def test_a_post_deleted_meanwhile_hides_no_other(deleted, when):
    made = forum(12)
    gone = made.posts[deleted].pid
    article = read(made, fetcher=change_at(made, when, lambda: made.posts.pop(deleted)))
    assert set(pids(article)) | {gone} == {900 + n for n in range(1, 13)}
    assert len(pids(article)) == len(set(pids(article)))
    assert pids(article) == sorted(pids(article))
    assert article.warnings == ()


def test_a_thread_that_shrinks_by_a_page():
    made = forum(8)

    def cut() -> None:
        del made.posts[5:]

    article = read(made, fetcher=change_at(made, 4, cut))
    assert pids(article)[:5] == [901, 902, 903, 904, 905]
    assert len(pids(article)) == len(set(pids(article)))


@pytest.mark.parametrize("every", [1, 2, 3])
def test_deletions_all_the_while_hide_no_other_post(every):
    made = forum(60)
    gone: set[int] = set()

    def before(url: str, count: int) -> None:
        if "robots" not in url and count % every == 0 and len(made.posts) > 20:
            gone.add(made.posts.pop(count % 7).pid)

    found = pids(read(made, fetcher=Asked(made, before)))
    assert set(found) | gone == {900 + n for n in range(1, 61)}
    assert len(found) == len(set(found))


@pytest.mark.parametrize(("deleted", "again"), [(10, 1), (7, 2), (4, 3), (1, 4)])
def test_only_the_pages_that_have_moved_are_read_again(deleted, again):
    made = forum(15)
    read(made, fetcher=change_at(made, 6, lambda: made.posts.pop(deleted)))
    assert len(made.threads_asked()) == 5 + again


def test_a_remark_that_was_deleted_costs_one_page():
    made = forum(15)
    page = made.page(5).replace(b'<span class="xi1">14</span>', b'<span class="xi1">13</span>')
    made.extra[f"{QUERY}&extra=&page=5"] = (200, [("Content-Type", "text/html")], page)
    assert floors(read(made)) == list(range(1, 16))
    assert len(made.threads_asked()) == 6


def test_a_thread_that_was_moved_is_followed():
    made = forum(8)
    made.extra["/forum.php?mod=viewthread&tid=5"] = moved(f"{HOST}/thread-77-1-1.html")
    article = read(made, "/forum.php?mod=viewthread&tid=5")
    assert article.thread.tid == 77
    assert floors(article) == list(range(1, 9))


def test_a_thread_that_is_merged_while_it_is_read():
    made = forum(8)
    old = Forum([Made(500 + n, 12, f"旧帖第 {n} 楼。") for n in range(1, 8)], tid=5)
    made.extra["/forum.php?mod=viewthread&tid=5"] = (200, [("Content-Type", "text/html")], old.page(1))
    made.extra["/forum.php?mod=viewthread&tid=5&extra=&page=2"] = moved(f"{HOST}{QUERY}&page=2")
    article = read(made, "/forum.php?mod=viewthread&tid=5")
    assert article.thread.tid == 77
    assert pids(article) == [900 + n for n in range(1, 9)]
    assert article.warnings == ()


def test_pages_that_a_forum_does_not_show_to_guests_are_named():
    made = forum(8)
    for number in (2, 3):
        made.extra[f"{QUERY}&extra=&page={number}"] = moved(QUERY, 302)
    article = read(made)
    assert floors(article) == [1, 2, 3]
    assert any("page 2, 3" in warning for warning in article.warnings)
    assert len(made.threads_asked()) == 3


def test_the_first_post_on_every_page_comes_out_once():
    made = forum(8)
    first = made._post(1, made.posts[0])
    for number in (2, 3):
        page = made.page(number).decode()
        start = page.index('<div id="post_9')
        made.extra[f"{QUERY}&extra=&page={number}"] = (
            200,
            [("Content-Type", "text/html")],
            (page[:start] + first + page[start:]).encode(),
        )
    assert floors(read(made)) == list(range(1, 9))


def test_a_pager_never_leads_to_another_host():
    made = forum(8)
    page = made.page(1).replace(
        b'href="forum.php?mod=viewthread&amp;tid=77', b'href="http://evil.example/forum.php?mod=viewthread&amp;tid=77'
    )
    made.extra[QUERY] = (200, [("Content-Type", "text/html")], page)
    asked = Asked(made)
    assert floors(read(made, fetcher=asked)) == list(range(1, 9))
    assert all(url.startswith(HOST) for url in asked.urls)


# ── views ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["login", "permission", "dsign", "cloudflare"])
def test_another_view_is_tried_where_one_is_refused(name):
    made = forum(8)
    made.extra[QUERY] = refused(name)
    made.extra[f"{QUERY}&mobile=2"] = moved("member.php?mod=logging&action=login&mobile=2", 302)
    article = read(made)
    assert article.template == "archiver"
    assert "第 8 楼，今天收了 8 斤番茄。" in article.to_text()
    assert not any("member.php" in target for target in made.log)


def test_the_touch_view_is_asked_for_as_a_telephone_and_only_that():
    made = forum(2)
    made.extra[QUERY] = refused("dsign")
    page = (FIXTURES / "pages" / "touch.html").read_bytes()
    made.extra[f"{QUERY}&mobile=2"] = (200, [("Content-Type", "text/html")], page)
    asked = Asked(made)
    assert read(made, fetcher=asked).template == "touch"
    assert ["mobile" in headers["User-Agent"] for headers in asked.headers] == [False, False, True]


@pytest.mark.parametrize(("name", "reason"), [("deleted", "deleted"), ("closed", "closed"), ("review", "review")])
def test_what_holds_for_all_views_is_asked_once(name, reason):
    made = forum(8)
    made.extra[QUERY] = refused(name, 404 if name == "deleted" else 200)
    with pytest.raises(RefusedError) as caught:
        read(made)
    assert (caught.value.code, caught.value.reason) == (5, reason)
    assert made.threads_asked() == [QUERY]


def test_where_all_views_refuse_the_best_ones_words_are_given():
    made = forum(8)
    for target in (
        QUERY,
        f"{QUERY}&mobile=2",
        "/archiver/?tid-77.html",
        "/forum.php?mod=viewthread&action=printable&tid=77",
    ):
        made.extra[target] = refused("login")
    with pytest.raises(RefusedError, match=r"您尚未登录，没有权限访问该版块.*--cookies") as caught:
        read(made)
    assert caught.value.reason == "login"


@pytest.mark.parametrize("number", [2, 3])
def test_a_page_refused_later_is_read_in_the_archiver(number):
    made = forum(8)
    made.extra[f"{QUERY}&extra=&page={number}"] = refused("dsign")
    article = read(made)
    assert floors(article) == list(range(1, 9))
    assert [f"第 {n} 楼，今天收了 {n} 斤番茄。" in article.to_text() for n in range(1, 9)] == [True] * 8
    assert sum("archiver" in target for target in made.log) == 1


def test_a_pager_that_leads_nowhere_is_gone_round():
    made = forum(8, rewritten=True)
    for number in (2, 3):
        made.extra[f"/thread-77-{number}-1.html"] = (404, [("Content-Type", "text/html")], b"<html>nginx</html>")
    article = read(made)
    assert floors(article) == list(range(1, 9))
    assert article.joined
    assert {page.template for page in article.joined} == {"desktop"}
    assert len(made.threads_asked()) == 5


def test_a_plain_error_page_is_a_refusal_with_its_status():
    made = forum(8)
    made.extra[QUERY] = (403, [("Content-Type", "text/html")], b"<html><body>Forbidden</body></html>")
    for target in (f"{QUERY}&mobile=2", "/archiver/?tid-77.html", "/forum.php?mod=viewthread&action=printable&tid=77"):
        made.extra[target] = made.extra[QUERY]
    with pytest.raises(RefusedError, match="HTTP 403 Forbidden"):
        read(made)


def test_another_host_without_a_forum_is_a_portal():
    made = forum(8)
    made.extra[QUERY] = moved("http://login.hotel.example/welcome", 302)
    made.extra["/welcome"] = (
        200,
        [("Content-Type", "text/html")],
        "<html><body>欢迎使用本店网络，请先付款。</body></html>".encode(),
    )
    with pytest.raises(NetworkError, match="log in first") as caught:
        read(made)
    assert (caught.value.code, caught.value.reason) == (4, "portal")


@pytest.mark.parametrize("kind", ["image/png", "application/pdf", "text/plain"])
def test_wrong_content_types_are_no_thread(kind):
    made = forum(8)
    made.extra[QUERY] = (200, [("Content-Type", kind)], "一句话。\n".encode())
    with pytest.raises(ForumcleanError) as caught:
        read(made)
    assert caught.value.code == 3
