"""What the fuzzer found, cut down to the least that showed it."""

from __future__ import annotations

import random
import time

import pytest
from benchmarks.bombs import HEAD, TAIL
from inputs import FIXTURES
from jammer import jammer
from segmented import blocks, words

import forumclean
from forumclean import NotAThreadError, Options
from forumclean.decode import decode, encode
from forumclean.emit.escape import address
from forumclean.model import Paragraph, Source, Table
from forumclean.strip.noise import find_noise

POST = '<div class="plc"><div class="message">{}</div></div>'


def cleaned(text: str, options: Options | None = None) -> forumclean.Article:
    """The article, after a look at its ledger."""
    article = forumclean.clean(text.encode("utf-8", "surrogatepass"), options=options or Options())
    article.passage.verify()
    rebuilt = forumclean.rebuild(article.to_ledger().split("\n"))
    assert rebuilt == (text.encode() if article.source.kind == "text" else article.passage.origin.encode())
    return article


def origin(text: str) -> str:
    return "".join(cleaned(text).passage.origin.split())


# ── decode ──────────────────────────────────────────────────────────────────────────────────────


def test_a_line_of_another_charset_below_mojibake_comes_back_whole():
    data = b"\xbd\xe9\x81\x85\xb7\na\xa5\xb2\xad\xd7aaaa\n"
    document = decode(Source(None, data), Options())
    assert document.mojibake, "without mojibake this shows nothing"
    assert encode(document.text, document.encoding, document.bom, document.losses, document.mojibake) == data


# ── page ────────────────────────────────────────────────────────────────────────────────────────


def test_a_title_that_does_not_end_swallows_none_of_our_own_markup():
    assert origin('<html><body><a class="plc"><div class="message">甲<title>乙</div') == "甲乙</div"


@pytest.mark.parametrize("tail", ["", "尾", "\x01尾"])
def test_text_behind_a_post_that_swallowed_another_stays_behind_both(tail):
    inner = '<div class="plc cl" id="pid902"><ul class="authi"><li>南瓜</li></ul><div class="message">甲</div></div>'
    page = f'<html><body>头<div id="post_901"><table id="pid901">{inner}<tr><td class="pls">豆角</td></tr></table></div>{tail}末'
    assert origin(page).replace("\ufffd", "\x01") == f"头南瓜甲豆角{tail}末"


def test_a_text_behind_its_box_is_not_moved_over_what_stands_between():
    box = '<div id="post_901"><div class="pcb">头</div></div>'
    page = f'<html><body>{box}中<table><tr><td class="t_f" id="postmessage_901">水清了。</td></tr></table>末'
    assert origin(page) == "头中水清了。末"


def test_a_page_that_calls_itself_a_post_has_nothing_behind_it():
    inner = '<div id="post_902"><div class="plc"><div class="message">甲</div></div></div>'
    assert origin(f'<html id="post_901"><body>头{inner}末') == "头甲末"


def test_words_on_a_withheld_post_inside_another_ones_text_are_no_region_of_their_own():
    lock = '<div id="post_902"><td class="t_f"><div class="locked">提示: <em>该帖被屏蔽</em></div></td></div>'
    for cell in ('<td class="t_msgfont" id="postmessage_903">', '<div class="t_msgfont" id="postmessage_903">'):
        assert "该帖被屏蔽" in origin(f"<html><body>头{cell}甲{lock}乙")
        inside = f'<div id="post_902"><div class="locked">提示: <em>该帖被屏蔽</em>{cell}甲'
        assert origin(f'<html><body>头<td class="t_f" id="postmessage_901">乙</td></div>{inside}').endswith("甲")


def test_posts_in_an_element_whose_name_no_page_may_have():
    page = (FIXTURES / "pages" / "archiver.html").read_text("utf-8")
    damaged = page.replace('<div id="content">', '<d<div id="content">')
    assert damaged != page
    assert cleaned(damaged).to_text().startswith(cleaned(page).to_text().rstrip())


@pytest.mark.parametrize(
    "inner",
    [
        '甲<a title="</div>">乙</a>丙',
        "甲<!--><b>乙</b>-->丙",
        "甲<script>a = '</div>'</script>乙",
        "甲<TEXTAREA></div></TEXTAREA>乙",
        "甲<iframe></div></iframe>乙",
        "甲<b x='y\">乙</b>' >丙",
    ],
)
def test_markup_that_can_be_read_in_several_ways_is_read_as_lxml_reads_it(inner: str):
    from lxml.etree import HTML, strip_elements

    page = f"<html><body><p>前</p>{POST.format(inner)}<p>后</p></body></html>"
    tree = HTML(page)
    strip_elements(tree, "script", "style", with_tail=False)
    assert origin(page) == "".join("".join(map(str, tree.itertext())).split())


def test_a_script_that_damage_gave_the_id_of_a_post_is_none():
    page = '<html><body><script src="/a.js<td class="t_f" id="postmessage_9">甲</script><p>水退了。</p></body></html>'
    with pytest.raises(NotAThreadError):
        cleaned(page)
    assert cleaned(page + '<div class="plc"><div class="message">水退了。</div></div>').to_text() == "水退了。\n"


def test_what_stands_behind_the_end_of_a_page_is_read():
    page = f"<html><body>{POST.format('甲')}</body></html>"
    article = cleaned(page + page.replace("甲", "乙"))
    assert [post.blocks[0].text for post in article.posts] == ["甲", "乙"]  # type: ignore[union-attr]
    assert origin(f"{page}丙") == "甲丙"


def test_an_archiver_page_behind_another_is_read():
    page = (FIXTURES / "pages" / "archiver.html").read_text("utf-8")
    article = cleaned(page + page)
    once = cleaned(page)
    assert len(article.posts) == 2 * len(once.posts)
    assert [post.blocks for post in article.posts] == [post.blocks for post in once.posts] * 2


def test_a_smiley_code_in_what_is_taken_out_of_an_archiver_page():
    page = '<html><body><div id="content"><p class="author"><strong>豆角</strong></p>甲<a class="pstatus"> :lol </a><br>乙 :lol<br></div>'
    article = cleaned(page + "Powered by Discuz!")
    assert article.template == "archiver"
    assert article.to_text().split() == ["甲", "乙"]


def test_an_archiver_page_without_posts_is_no_thread():
    with pytest.raises(NotAThreadError):
        cleaned('<div id="content">第一行的字 Powered by Discuz!</div>class="author"')


@pytest.mark.parametrize(
    "line",
    [
        '本帖最后由 豆角<a class="pstatus"> 于 2024-5-2 19:22 编辑</a>',
        '本帖最后由 豆角 于 2024-5-2 19:22 编辑<a><br><a class="jammer">a</a>',
        '<span style="display:none">a b</span>本帖最后由 豆角 于 2024-5-2 19:22 编辑',
    ],
)
def test_an_edit_notice_with_something_to_take_out_in_it(line: str):
    article = cleaned(f"<html><body>{POST.format(line + '<br>河边的市集')}</body></html>")
    assert article.to_text().strip().splitlines()[-1] == "河边的市集"


def test_no_floor_is_less_than_one():
    page = '<a class=plc ><div class="message">甲</div><s class="authi"><li class="grey"><em>楼主</em><div class="message">乙'
    floors = [post.facts.floor for post in cleaned(page, Options(input="html")).posts]
    assert floors == [None, 1]


@pytest.mark.parametrize("sign", ["\ufdd0", "\ufdd10\ufdd2", "\ufdd15", "\ufdd30\ufdd4", "\U0010fff0"])
def test_characters_that_are_used_inside_mean_nothing_in_a_page(sign: str):
    page = f"<html><body><p>前{sign}</p>{POST.format(f'甲{sign}乙')}</body></html>"
    assert origin(page) == f"前{sign}甲{sign}乙".translate(dict.fromkeys((0xFDD3, 0xFDD4), 0xFFFD))


def test_a_line_of_figures_is_read_in_linear_time():
    begun = time.process_time()
    cleaned("Powered by Discuz!\n" + "7" * 300 + "<\n页: " + "7" * 300 + "x\n")
    assert time.process_time() - begun < 5


def test_half_an_edit_notice_above_a_whole_one():
    article = cleaned("本帖最后由\n最后由 豆角 于 2024-5-2 19:22 编辑\n河边的市集\n第二行的字\n", Options(input="text"))
    assert article.to_text().splitlines()[-2:] == ["河边的市集", "第二行的字"]


# ── strip ───────────────────────────────────────────────────────────────────────────────────────


def test_words_beside_noise_stay_in_code():
    rng = random.Random(4)
    lines = [f"第{i}行写的是河边的市集，一共{i}个字。小站 菜市{jammer(rng)}\n{jammer(rng)}小站 菜市" for i in range(20)]
    text = "".join(lines)
    word = text.index("小站", len(text) // 2)
    code = (word, word + 5)
    assert any(edit.rule == "noise/seo-word" for edit in find_noise(text, [(0, len(text))]))
    for edit in find_noise(text, [(0, len(text))], [code]):
        assert edit.end <= code[0] or edit.start >= code[1], edit


# ── segment ─────────────────────────────────────────────────────────────────────────────────────


def test_a_cell_in_a_cell_is_told_once():
    (table,) = blocks("<table><tr><td>甲<td>乙</td>丙</td></tr></table>")[:1]
    assert isinstance(table, Table)
    assert table.rows == (("甲", "乙"),)
    assert words("<table><td><td>甲</td></td></table>") == ""  # both are cells, and no text stands beside them


@pytest.mark.parametrize("blank", ["\u2003", "\u2028", "\u2029", "\x85", "\u202f", "\u1680", "\x1f"])
def test_white_space_of_any_kind_is_no_paragraph(blank: str):
    article = cleaned(f"<html><body>{POST.format(f'甲<br>{blank}<br>{blank}乙{blank}')}</body></html>")
    assert [block.text for block in article.posts[0].blocks if isinstance(block, Paragraph)] == ["甲", "乙"]


# ── outputs ─────────────────────────────────────────────────────────────────────────────────────


def test_a_nul_in_an_address_is_one_for_readers_of_markdown():
    """CommonMark reads a NUL as U+FFFD, which is another address."""
    assert address("http://hewan.example/a\x00b.jpg") == "<http://hewan.example/a%00b.jpg>"


@pytest.mark.parametrize("words", ["引用:", "引用:<br />后院那口井", "引用: 后院", "后院那口井"])
def test_the_head_of_a_quote_may_hold_more_than_its_word(words):
    quote = f"<div class='quote'><h5>{words}</h5>井台别动，青石的现在买不到。</div>"
    article = forumclean.clean(f"{HEAD}{quote}{TAIL}")
    article.passage.verify()
    assert "井台别动，青石的现在买不到。" in article.to_markdown()


def test_noise_with_an_escape_in_which_a_post_ends_is_cut_where_the_post_ends():
    noise = "9 R5 K2 T- s# O/ x&amp; X4 i- J0 }"
    text = f"份额超过一半。{noise}\n" * 6
    end = text.index("&amp;") + 3
    assert all(edit.end <= end for edit in find_noise(text, [(0, end)]))


def test_noise_at_the_very_start_of_a_text_that_lost_its_first_character():
    rng = random.Random(5)
    items = "\n".join(f"- 米{n}{jammer(rng)}" for n in range(30))
    noise = " R5 K2 T- s# O/ x& X4 i- J0 }"
    assert find_noise(f"{noise}\n{items}", [(0, len(items))])
