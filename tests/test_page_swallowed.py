"""Posts that a table which nobody closed goes on into."""

from __future__ import annotations

import time

from boxes import HEAD, cleaned, desktop, lines, old, text, touch
from promised import check_nothing_is_lost

import forumclean
from forumclean import Article

OPEN = "水清了。<table><tr><td>甲"


def told(article: Article) -> list[tuple[int | None, str | None, list[str]]]:
    return [(p.facts.pid, p.facts.author, lines(article, i)) for i, p in enumerate(article.posts)]


def test_a_table_without_an_end_swallows_no_posts():
    page = "".join(desktop(n, text(n, OPEN if n in (2, 4) else "水清了。")) for n in range(1, 6))
    plain, opened = ["水清了。"], ["水清了。", "甲"]
    assert told(cleaned(page)) == [(n, "阿舟", opened if n in (2, 4) else plain) for n in range(1, 6)]


def test_older_and_smaller_views_too():
    seven = "".join(old(n, OPEN if n == 1 else "水清了。") for n in range(1, 4))
    small = "".join(touch(OPEN if n == 51 else "水清了。", pid=n) for n in range(51, 54))
    for page in (seven, small):
        article = cleaned(page)
        assert [lines(article, i)[:1] for i in range(3)] == [["水清了。"]] * 3
        assert len({post.facts.pid for post in article.posts}) == 3


def test_the_text_of_the_page_keeps_its_order():
    page = f"{HEAD}<p>头</p>{desktop(1, text(1, OPEN))}间<b>隔</b>{desktop(2, text(2))}尾<p>末</p>底</body></html>"
    article = forumclean.clean(page.encode())
    assert len(article.posts) == 2
    check_nothing_is_lost(article, page.encode())


def test_what_an_author_put_into_a_box_of_the_same_kind_is_one_post():
    words = f'水清了。<div id="post_1"><div class="pcb">甲</div></div><div class="pcb">{text(1, "乙")}</div>'
    assert len(cleaned(desktop(1, text(1, words))).posts) == 1


def test_thousands_of_such_posts_take_little_time():
    page = "".join(f'<div class="pcb"><div id="post_{n}"><div class="pcb">水</div></div></div>' for n in range(3_000))
    begun = time.perf_counter()
    cleaned(desktop(900_000, text(900_000)) + page)
    assert time.perf_counter() - begun < 20
