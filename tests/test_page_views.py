"""Every view and version on a page of our own: the same thread must come out of each."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path

import pytest
from benchmarks.bombs import HEAD
from cssselect import HTMLTranslator
from inputs import FIXTURES
from lxml.etree import XPath

import forumclean
from forumclean import Article, ForumcleanError, NotAThreadError, RefusedError
from forumclean.decode import decode
from forumclean.joining import join
from forumclean.model import Code, Document, Hidden, Image, ListBlock, Quote, Source, Table
from forumclean.options import Options
from forumclean.page import html, read
from forumclean.page.css import TRANSLATOR
from forumclean.page.soup import soup_tree
from forumclean.page.template import narrowed, templates
from forumclean.page.tree import readable, tree_of

PAGES = FIXTURES / "pages"
REFUSED = FIXTURES / "refused"
FIRST = (1, 901, "豆角架", "2024-05-02T19:22")
SECOND = (2, 902, "南瓜灯", "2024-05-02T20:15")
THIRD = (3, 903, "雨水桶", "2024-05-02T21:40")
FOURTH = (4, 904, "过路人甲", "2024-05-03T07:10")
TITLE = "屋顶菜园第三年，把账和教训都写下来"
LONG = [
    "搬上楼顶的土一共四吨，腰是去年才好的，今年总算敢坐下来算账。",
    "先把防水做完",
    "楼板能承多少，要问物业要图纸，不要问邻居。",
    "蓄水试验做满两天",
    "排水口罩网，落叶季前清一次",
    "收成和花销",
    "作物",
    "斤",
    "番茄",
    "31",
    "浇水的脚本也贴出来，仓库里有说明：",
    "for bed in beds:",
    "    water(bed,  litres=4)",
    'print("ok")',
    "种植表打了包，自取。",
    "就写到这里。",
]
ANSWER = ["楼板能承多少，要问物业要图纸，不要问邻居。", "我们楼的物业说图纸丢了，最后去档案馆调的，两周。"]
VIEWS: dict[str, tuple[str, list[tuple[object, ...]]]] = {
    "desktop-multi.html": ("desktop", [FIRST, SECOND, THIRD, FOURTH]),
    "desktop-gbk.html": ("desktop", [FIRST, SECOND, THIRD]),
    "desktop-reverse.html": ("desktop", [THIRD, SECOND, FIRST]),
    "desktop-robot.html": ("desktop", [FIRST, SECOND]),
    "desktop-relative.html": ("desktop", [(*FIRST[:3], "2024-05-02T19:22:41"), (*SECOND[:3], "2024-05-02T20:15:02")]),
    "desktop-author-only.html": ("desktop", [(None, *FIRST[1:]), (None, 902, "豆角架", SECOND[3])]),
    "desktop-page-2.html": ("desktop", [(11, 911, *SECOND[2:]), (12, 912, *THIRD[2:])]),
    "desktop-hidden-classes.html": ("desktop", [FIRST, SECOND]),
    "desktop-x2.html": ("desktop", [FIRST, SECOND]),
    "desktop-x5.html": ("desktop", [FIRST, SECOND]),
    "touch.html": ("touch", [FIRST, SECOND, THIRD, FOURTH]),
    "touch-x34.html": ("touch", [FIRST, SECOND, THIRD]),
    "mobile-simple.html": ("mobile-simple", [FIRST, SECOND, THIRD]),
    "printable.html": ("printable", [(1, None, *FIRST[2:]), (2, None, *SECOND[2:]), (3, None, *THIRD[2:])]),
    "archiver.html": ("archiver", [(1, None, *FIRST[2:]), (2, None, *SECOND[2:])]),
    "mobile-api.json": ("mobile-api", [FIRST, SECOND]),
    "ajax-viewpid.xml": ("desktop", [SECOND]),
    "desktop-poll.html": ("desktop", [(1, 921, "豆角架", SECOND[3]), THIRD]),
    "desktop-reward.html": ("desktop", [(1, 931, *SECOND[2:]), (3, 932, *THIRD[2:])]),
    "desktop-paid.html": ("desktop", [(1, 941, "雨水桶", SECOND[3]), (2, 942, *SECOND[2:])]),
    "desktop-big5.html": ("desktop", [(1, 31, "阿檸", "2023-11-04T10:02")]),
    "desktop-english.html": ("desktop", [(1, 51, "Marrow", "2024-06-01T09:30")]),
    "discuz7.html": ("discuz7", [(1, 61, "老何", "2009-08-21T12:21"), (2, 62, "井边人", "2009-08-22T12:21")]),
}


def cleaned(name: str) -> Article:
    path = PAGES / name
    return forumclean.clean(path.read_bytes(), name=str(path))


def document(name: str) -> Document:
    return decode(Source(name, (PAGES / name).read_bytes()), Options())


def lines(article: Article, post: int) -> list[str]:
    """The lines of a post as text."""
    chosen = forumclean.clean((PAGES / Path(article.source.name or "").name).read_bytes())
    blocks = chosen.posts[post].blocks
    found: list[str] = []
    for block in blocks:
        if isinstance(block, ListBlock):
            found += block.items
        elif isinstance(block, Table):
            found += (cell for row in block.rows for cell in row)
        elif isinstance(block, Code | Quote):
            found += block.text.split("\n")
        elif not isinstance(block, Image | Hidden) and hasattr(block, "text"):
            found.append(block.text)
    return found


@pytest.mark.parametrize("name", VIEWS)
def test_posts_of_every_view(name):
    template, posts = VIEWS[name]
    article = cleaned(name)
    assert article.template == template
    assert [(p.facts.floor, p.facts.pid, p.facts.author, p.facts.published) for p in article.posts] == posts
    assert article.warnings == ()


@pytest.mark.parametrize("name", [n for n, (_, posts) in VIEWS.items() if FIRST in posts and not n.endswith("json")])
def test_the_long_post_comes_out_word_for_word(name):
    _, posts = VIEWS[name]
    assert lines(cleaned(name), posts.index(FIRST)) == LONG


@pytest.mark.parametrize("name", [n for n, (_, posts) in VIEWS.items() if SECOND in posts and not n.endswith("json")])
def test_the_answer_keeps_its_quote(name):
    article = cleaned(name)
    at = VIEWS[name][1].index(SECOND)
    assert lines(article, at) == ANSWER
    quote = article.posts[at].blocks[0]
    assert isinstance(quote, Quote)
    assert (quote.author, quote.time) == ("豆角架", "2024-05-02T19:22")


@pytest.mark.parametrize(
    "name", ["desktop-multi.html", "desktop-gbk.html", "touch.html", "mobile-simple.html", "archiver.html"]
)
def test_title_and_board(name):
    thread = cleaned(name).thread
    assert thread.title == TITLE
    assert thread.board[-1] == "阳台与屋顶"
    assert thread.site == "菜畦论坛"


def test_the_board_leaves_out_the_list_of_boards_and_no_other_link():
    page = (PAGES / "desktop-multi.html").read_text("utf-8")
    nameless = page.replace('title="首页">菜畦论坛</a>', 'title="首页"></a>')
    assert nameless != page
    assert forumclean.clean(nameless).thread.board == ("种植", "阳台与屋顶")


def test_an_answer_of_the_api_says_which_page_it_is_by_its_floors():
    answer = json.loads((PAGES / "mobile-api.json").read_text("utf-8"))
    posts = answer["Variables"]["postlist"]
    answer["Variables"]["thread"]["replies"] = answer["Variables"]["thread"]["allreplies"] = "11"
    first = forumclean.clean(json.dumps(answer))
    for floor, post in enumerate(posts, 11):
        post["number"], post["pid"] = str(floor), str(900 + floor)
    second = forumclean.clean(json.dumps(answer))
    assert (first.thread.pages, second.thread.pages) == ((1,), (2,))
    assert join([second, first], Options()).warnings == ()
    del answer["Variables"]["ppp"]
    assert forumclean.clean(json.dumps(answer)).thread.pages == ()


def test_a_dump_of_a_later_page_is_not_called_the_first():
    dump = "{}#\n发表于 2024-5-2 19:22 | 只看该作者\n第三年的账。\n{}#\n发表于 2024-5-2 20:15 | 只看该作者\n水放一天再浇。\n"
    assert [forumclean.clean(dump.format(n, n + 1)).thread.pages for n in (1, 11)] == [(1,), ()]


def test_an_empty_cell_of_the_printed_page_keeps_its_place():
    page = (PAGES / "printable.html").read_text("utf-8")
    at = page.index(LONG[1])
    rows = (
        "<table class='t_table'><tr><td>a</td><td></td><td>c</td></tr><tr><td>x</td><td>y</td><td>z</td></tr></table>"
    )
    tables = [b for b in forumclean.clean(page[:at] + rows + page[at:]).posts[0].blocks if isinstance(b, Table)]
    assert tables[0].rows == (("a", "", "c"), ("x", "y", "z"))


def test_facts_of_a_desktop_page():
    article = cleaned("desktop-multi.html")
    first = article.posts[0].facts
    assert (article.thread.views, article.thread.replies, article.thread.platform) == (430, 3, "Discuz! X3.5")
    assert first.edited is not None
    assert (first.edited.by, first.edited.at) == ("豆角架", "2024-05-03T08:05")
    assert [(c.author, c.text, c.at) for c in first.comments] == [("南瓜灯", "图纸哪里要？", "2024-05-02T20:01")] or [
        (c.text, c.at) for c in first.comments
    ] == [("图纸哪里要？", "2024-05-02T20:01")]
    assert [(r.author, r.credit, r.score, r.reason) for r in first.ratings] == [("雨水桶", "金钱", 3, "写得细")]
    assert first.signature == "少种，种好。"
    blocked = article.posts[3].facts.withheld
    assert blocked is not None
    assert blocked.reason == "blocked"


def test_pictures_files_and_hidden_text():
    article = cleaned("desktop-multi.html")
    blocks = article.to_dict()["posts"][0]["blocks"]  # type: ignore[index]
    picture = next(b for b in blocks if b["type"] == "image")
    assert picture["src"] == "data/attachment/forum/202405/02/roof41.jpg"
    assert (picture["filename"], picture["caption"]) == ("roof_plan.jpg", "图1：四个苗床的排法")
    file = next(b for b in blocks if b["type"] == "attachment")
    assert (file["filename"], file["size"]) == ("planting.zip", "12.4 KB")
    third = article.to_dict()["posts"][2]["blocks"]  # type: ignore[index]
    assert [b["type"] for b in third] == ["paragraph", "hidden", "paragraph"]
    assert third[1]["condition"] == "reply"
    assert third[2]["text"].startswith("邮箱 ot@all")


def test_poll_reward_and_price():
    poll = cleaned("desktop-poll.html").thread.poll
    assert poll is not None
    assert (poll.multiple, poll.max, poll.voters) == (True, 2, 6)
    assert [(o.text, o.votes, o.percent) for o in poll.options] == [("番茄", 3, 50.0), ("黄瓜", 3, 50.0)]
    reward = cleaned("desktop-reward.html").thread.reward
    assert reward is not None
    assert (reward.price, reward.unit, reward.best_pid) == (20, "金钱", 932)
    price = cleaned("desktop-paid.html").thread.price
    assert price is not None
    assert (price.amount, price.unit) == (5, "金钱")


def test_the_pager_is_read():
    thread = cleaned("desktop-page-2.html").thread
    assert (thread.pages, thread.last_page) == ((2,), 3)


def test_an_unknown_template_is_read_as_text_and_said_so():
    article = cleaned("unknown-template.html")
    assert "夜里浇水有个好处：没有人来问你种的是什么。" in article.to_text()
    assert any("no template fits" in warning for warning in article.warnings)


CAPTURES = [
    path
    for path in sorted((FIXTURES.parents[1] / "shared" / "pages").rglob("*.html"))
    if path.read_bytes().strip()  # a server that answers nothing leaves an empty page
]


@pytest.mark.parametrize("path", [*sorted(PAGES.glob("*.html")), *CAPTURES], ids=lambda p: f"{p.parent.name}/{p.name}")
def test_lxml_and_beautifulsoup_give_the_same_page(path):
    found = decode(Source(path.name, path.read_bytes()), Options())
    template = next(html.fitting(found), None) if found.kind == "html" else None
    if template is None:
        pytest.skip("no template fits this page")
    text = readable(found.text)
    assert html.read(found, template, tree_of(text)) == html.read(found, template, soup_tree(text))


@pytest.mark.parametrize("opening", ["<div>", "<b>", "<ul><li>", "<o:p x'y=1 a:b=2 class='p q'>"])
def test_what_stands_deeper_than_libxml2_goes_is_read(opening):
    page = (PAGES / "desktop-gbk.html").read_bytes().decode("gbk")
    start = page.index(">", page.index('id="postmessage_')) + 1
    deep = f"{page[:start]}{opening * 3000}很深的一句{page[start:]}"
    assert "很深的一句" in forumclean.clean(deep).to_text()


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda p: p.name)
def test_the_selectors_that_are_left_out_for_a_page_find_nothing_in_it(path):
    text = document(path.name).text
    tree = tree_of(readable(text))
    for template in templates():
        left = narrowed(template, tree).finders
        for key, finders in template.finders.items():
            kept = {id(way) for finder in left[key] for way in finder.paths}
            gone = [way for finder in finders for way in finder.paths if id(way) not in kept]
            assert not any(way.below(tree) for way in gone), key


@pytest.mark.parametrize(
    "css",
    [
        "div.pcb",
        ".plc .pcb",
        "div.pg > strong",
        "em[id^=authorposton]",
        "a.nxt[href]",
        "[class~='a b']",
        "[id^='']",
        "[id='']",
        "td.plc[id]",
        "div[id^=post_]:not(#post_new):not([id^=post_rate])",
        "div:not(.pcb):not([id^=post_])",
        "a[href*='mod=viewthread']",
        "[class*='@class']",
        "td.pls, div.authi",
    ],
)
@pytest.mark.parametrize("name", ["desktop-gbk.html", "desktop-page-2.html", "touch.html"])
def test_our_xpath_finds_what_cssselect_says(css, name):
    tree = tree_of(readable(document(name).text))
    assert XPath(TRANSLATOR.css_to_xpath(css))(tree) == XPath(HTMLTranslator().css_to_xpath(css))(tree)


def test_what_is_taken_out_of_a_post_keeps_its_lines_and_nothing_that_is_no_text():
    page = (PAGES / "desktop-gbk.html").read_bytes().decode("gbk")
    start = page.index(">", page.index('id="postmessage_')) + 1
    box = '<div class="modact">甲<!-- 乙 --><p>丙<b>丁</b>戊</p>己<script>x</script>庚<br>辛<i></i></div>'
    found = forumclean.clean(f"{page[:start]}正文{box}接着{page[start:]}")
    assert [e.old for e in found.passage.ledger() if e.rule == "chrome/moderation"] == ["甲\n丙丁戊己庚\n辛"]
    assert "正文接着" in found.to_text()


@pytest.mark.parametrize("sign", ["\x03", "&#3;", "\x1b[31m"])
def test_a_control_character_at_the_start_of_a_post_is_kept(sign):
    page = (PAGES / "desktop-gbk.html").read_bytes().decode("gbk")
    start = page.index(">", page.index('class="pcb"')) + 1
    article = forumclean.clean(f"{page[:start]}{sign}{page[start:]}")
    assert (sign.replace("&#3;", "\x03")) in article.passage.origin
    assert article.to_text() == cleaned("desktop-gbk.html").to_text()


def test_a_picture_in_a_box_of_code_stands_behind_it():
    page = (PAGES / "desktop-gbk.html").read_bytes().decode("gbk")
    start = page.index(">", page.index('id="postmessage_')) + 1
    box = '<div class="blockcode"><div><ol><li>x = 1<li><img src="a/plan.jpg"></ol></div></div>'
    blocks = forumclean.clean(f"{page[:start]}{box}{page[start:]}").posts[0].blocks
    assert [type(block) for block in blocks[:2]] == [Code, Image]


REFUSALS = {
    "deleted.html": ("deleted", "不存在或已被删除"),
    "login.html": ("login", "尚未登录"),
    "permission.html": ("permission", "阅读权限高于 50"),
    "closed.html": ("closed", "暂时关闭"),
    "review.html": ("review", "正在审核中"),
    "dsign.html": ("browser-check", "browser"),
    "cloudflare.html": ("browser-check", "Cloudflare"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refusals_say_the_forums_own_words(name):
    _, words = REFUSALS[name]
    with pytest.raises(RefusedError, match=words) as caught:
        forumclean.clean((REFUSED / name).read_bytes(), name=name)
    assert caught.value.code == 5


def locked(text: str) -> str:
    """A page whose one post is a box that the forum keeps shut."""
    return f"{HEAD.rpartition('<table>')[0]}<div class='locked'>{text}</div></div></div></td></tr></table></div></body></html>"


def test_a_box_that_damage_left_open_keeps_the_post():
    with pytest.raises(RefusedError, match="permission"):
        forumclean.clean(locked("本帖隐藏的内容需要权限"))
    text = "水退了三寸，堤上的人才散。" * 40
    assert text in forumclean.clean(locked(f"本帖隐藏的内容<br />{text}")).to_markdown()


@pytest.mark.parametrize("name", ["board.html", "search.html", "rss.xml", "empty.html"])
def test_what_is_no_thread(name):
    with pytest.raises(ForumcleanError) as caught:
        forumclean.clean((REFUSED / name).read_bytes(), name=name)
    assert caught.value.code == 3
    assert not isinstance(caught.value, RefusedError)


HOSTILE = {
    "angles": "<" * 1_000_000,
    "nested": '<div id="postlist"><div class="pcb">' + "<div>" * 30_000 + "字" + "</div>" * 30_000,
    "nested quotes": '<div id="postlist"><div class="pcb"><td class="t_f" id="postmessage_1">'
    + '<div class="quote"><blockquote>' * 5_000
    + "字",
    "open comment": '<div id="postlist"><div class="pcb"><!-- ' + "甲" * 1_000_000,
    "attribute": '<div id="postlist"><div class="pcb"><a title="' + "x" * 1_000_000,
    "regions": '<div id="postlist">' + '<div class="pcb">字</div>' * 20_000,
    "spaces": '<div id="postlist"><div class="pcb"><td class="t_f">' + " " * 1_000_000 + "字</td></div></div>",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_pages_end_in_time_with_an_answer_or_an_error(kind):
    page = f"<html><head><title>x - Powered by Discuz!</title></head><body>{HOSTILE[kind]}"
    started = time.process_time()
    with suppress(NotAThreadError, RefusedError):
        read(decode(Source("x.html", page.encode()), Options(input="html")))
    assert time.process_time() - started < 20


@pytest.mark.parametrize("behind", [" 也行", "也行", " <b>也</b>行"])
def test_a_blank_behind_an_unveiled_address_stays(behind):
    key = 0x42
    secret = bytes((key, *(ord(char) ^ key for char in "a@b.example"))).hex()
    veiled = (
        f'<a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="{secret}">[email&#160;protected]</a>'
    )
    page = (PAGES / "desktop-multi.html").read_text("utf-8")
    at = page.index(">", page.index('id="postmessage_')) + 1
    lines = forumclean.clean(f"{page[:at]}邮箱 {veiled}{behind}<br />{page[at:]}").to_text().split("\n")
    assert f"邮箱 a@b.example{behind.replace('<b>', '').replace('</b>', '')}" in lines


@pytest.mark.parametrize("first", ["", "x='>' "], ids=["bare", "quoted"])
@pytest.mark.parametrize(
    "value", ["=1", "", "='>'", "='<b'", "= '>'", '="\'>"', " <", ' "<"', ' "', '="a > b"', "=\n\t'> '"]
)
@pytest.mark.parametrize("each", [400, 1])
def test_an_element_crowded_with_attributes_is_read_in_good_time(first, value, each):
    crowded = f"<b {first}" + " ".join(f"a{i}{value if i % each == 0 else ''}" for i in range(40_000)) + ">乙</b>"
    page = (PAGES / "desktop-gbk.html").read_bytes().decode("gb18030")
    begin = page.index(">", page.index('id="postmessage_')) + 1
    begun = time.process_time()
    article = forumclean.clean(page[:begin] + crowded + page[begin:], options=Options(masks="keep"))
    assert time.process_time() - begun < 3  # one parse by libxml2 alone took longer
    assert article.to_text().count("乙") == 1


@pytest.mark.parametrize("shown", ['class="jammer"', 'style="display:none"', 'class="x9k"'])
def test_a_script_has_no_text_whatever_its_class_says(shown):
    page = (PAGES / "desktop-multi.html").read_text("utf-8")
    at = page.index(">", page.index('id="postmessage_')) + 1
    article = forumclean.clean(
        f"{page[:at]}<style>.x9k {{display:none}}</style><script {shown}>var 龘 = 1;</script>{page[at:]}"
    )
    assert "龘" not in article.passage.origin
