"""Small pages of our own, each with one thing of a post that once came out wrong."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import forumclean
from forumclean import Article
from forumclean.ledger import Passage
from forumclean.model import (
    Attachment,
    Block,
    Code,
    Edited,
    Heading,
    Hidden,
    Image,
    ListBlock,
    Mark,
    Paragraph,
    Post,
    Price,
    Quote,
    Rule,
    Withheld,
)
from forumclean.page.quoted import notice

SMILEY = '<img src="static/image/smiley/default/lol.gif" smilieid="12" border="0" alt="" />'


def picture(name: str) -> str:
    return f'<img class="zoom" src="https://img.example.com/{name}" border="0" alt="" />'


def boxes(*inner: str) -> str:
    """A desktop page of posts, by what stands in their boxes."""
    posts = "".join(
        f'<div id="post_{pid}"><table id="pid{pid}" class="plhin"><tr><td class="pls"><div class="authi">'
        f'<a class="xw1">邻居{pid}</a></div></td><td class="plc"><div class="pi"><strong><a id="postnum{pid}">{pid}#</a>'
        f'</strong></div><div class="pct"><div class="pcb">{box}<div id="comment_{pid}" class="cm"></div></div></div></td>'
        "</tr></table></div>"
        for pid, box in enumerate(inner, 1)
    )
    head = '<meta name="generator" content="Discuz! X3.5" /><title>河边 - 闲话 - 某站 - Powered by Discuz!</title>'
    return f'<html><head>{head}</head><body><div id="postlist">{posts}</div></body></html>'


def body(pid: int, html: str) -> str:
    """A post's own text, in its cell."""
    return f'<div class="t_fsz"><table><tr><td class="t_f" id="postmessage_{pid}">{html}</td></tr></table></div>'


def boxed(*inner: str) -> Article:
    return forumclean.clean(boxes(*inner))


def article(*bodies: str) -> Article:
    return boxed(*(body(pid, html) for pid, html in enumerate(bodies, 1)))


def posts(*bodies: str) -> list[Post]:
    return list(article(*bodies).posts)


def blocks(html: str) -> list[Block]:
    """The blocks of a post that holds nothing else."""
    return list(posts(html)[0].blocks)


def kinds(found: list[Post]) -> list[list[type[Block]]]:
    return [[type(block) for block in post.blocks] for post in found]


# ── what stands at the border of two posts ──────────────────────────────────────────────────────


def test_a_picture_at_the_border_of_two_posts_is_of_one() -> None:
    found = posts(
        f"看图<br />{picture('a.jpg')}", "没有图", f"{picture('b.jpg')}<br />图在上面", '线在下面<hr class="l" />', "完"
    )
    assert kinds(found) == [[Paragraph, Image], [Paragraph], [Image, Paragraph], [Paragraph, Rule], [Paragraph]]


def test_of_two_posts_of_pictures_each_keeps_its_own() -> None:
    found = posts(picture("a.jpg"), picture("b.jpg"), SMILEY, "字")
    sources = [[block.src for block in post.blocks if isinstance(block, Image)] for post in found]
    assert sources == [["https://img.example.com/a.jpg"], ["https://img.example.com/b.jpg"], [], []]


def test_posts_without_text_keep_their_places_beside_a_mask() -> None:
    found = posts(picture("a.jpg"), "这是全城*好的面馆。", SMILEY, "同意。")
    assert [post.facts.pid for post in found] == [1, 2, 3, 4]
    assert kinds(found) == [[Image], [Paragraph], [], [Paragraph]]


def test_more_marks_leave_the_order_of_the_others_as_it_was() -> None:
    first, point, second = Mark(0, 0, "post"), Mark(0, 0, "image"), Mark(0, 2, "post")
    passage = Passage.of("甲*", [first, point, second]).marked([Mark(1, 2, "mask"), Mark(0, 1, "em")])
    assert [(mark.kind, mark.end) for mark in passage.marks] == [
        ("post", 0),
        ("image", 0),
        ("post", 2),
        ("em", 1),
        ("mask", 2),
    ]


# ── the forum's words in place of a post ────────────────────────────────────────────────────────

BLOCKED = "提示: <em>该帖被管理员或版主屏蔽</em>"


def withheld(box: str) -> list[str | None]:
    facts = [post.facts.withheld for post in boxed(box, body(2, "好的。")).posts]
    return [found.reason if found else None for found in facts]


@pytest.mark.parametrize(
    "said", ["提醒：三楼那个帖子已被删除，资料找我要。", "Note: my account is banned on the other site"]
)
def test_a_writer_may_say_that_another_post_is_gone(said: str) -> None:
    (post, _) = posts(said, "好的。")
    assert post.facts.withheld is None
    assert [block.text for block in post.blocks if isinstance(block, Paragraph)] == [said]


def test_words_in_a_text_of_its_own_are_the_writers() -> None:
    assert withheld(f'<div class="locked">{BLOCKED}</div>') == ["blocked", None]
    assert withheld(body(1, f'<div class="locked">{BLOCKED}</div>')) == ["blocked", None]
    assert withheld(body(1, BLOCKED)) == [None, None]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("提示: 作者被禁止或删除 内容自动屏蔽", "blocked"),
        ("提示: 該帖被管理員或版主屏蔽", "blocked"),
        ("Notice: The author is banned or deleted, content is hidden", "blocked"),
        ("提示: 该帖已被删除", "deleted"),
        ("提示: 该帖已被删除，大家散了吧", None),
        ("Note: the post about the bridge is gone", None),
    ],
)
def test_what_the_forum_says_is_known_as_a_whole(text: str, reason: str | None) -> None:
    assert notice(text) == reason


# ── mail addresses ──────────────────────────────────────────────────────────────────────────────

HIDDEN = "".join(f"{byte ^ 0x7A:02x}" for byte in b"\0office@example.org")
PROTECTED = f'<span class="__cf_email__" data-cfemail="{HIDDEN}">[email&#160;protected]</span>'


@pytest.mark.parametrize(
    ("hidden", "href"),
    [
        (f'<a href="/cdn-cgi/l/email-protection#{HIDDEN}">{PROTECTED}</a>', "mailto:office@example.org"),
        (PROTECTED.replace("span", "a").replace("<a", '<a href="/cdn-cgi/l/email-protection"'), None),
        (PROTECTED, None),
    ],
)
def test_a_hidden_mail_address_is_shown(hidden: str, href: str | None) -> None:
    (found,) = blocks(f"写信到 {hidden} 就行")
    assert isinstance(found, Paragraph)
    assert found.text == "写信到 office@example.org 就行"
    assert [span.href for span in found.spans] == ([href] if href else [])


def test_a_link_to_a_hidden_mail_address_leads_there() -> None:
    (found,) = blocks(f'<a href="https://bbs.example.org/cdn-cgi/l/email-protection#{HIDDEN}">写信</a>')
    (strange,) = blocks('<a href="/cdn-cgi/l/email-protection#zz">写信</a>')
    assert isinstance(found, Paragraph)
    assert isinstance(strange, Paragraph)
    assert (found.spans[0].href, strange.spans[0].href) == (
        "mailto:office@example.org",
        "/cdn-cgi/l/email-protection#zz",
    )


# ── elements of a post's text ───────────────────────────────────────────────────────────────────


def test_preformatted_code_keeps_its_lines_and_their_indent() -> None:
    code = "if (a) {\n    b(1,  2);\n\n\treturn &lt;c&gt;;\n}"
    (before, found, behind) = blocks(f'看代码： <pre class="brush: php">\n{code}</pre>\n 完。')
    assert isinstance(found, Code)
    assert found.text == "if (a) {\n    b(1,  2);\n\n\treturn <c>;\n}"
    assert [block.text for block in (before, behind) if isinstance(block, Paragraph)] == ["看代码：", "完。"]


def test_preformatted_text_may_hold_breaks_and_noise() -> None:
    (found,) = blocks('<pre>a<br />  b<font class="jammer">9 M6  {</font>\r\n<b>c</b></pre>')
    assert isinstance(found, Code)
    assert found.text == "a\n  b\nc"


def test_small_italics_are_text_unless_they_are_an_edit_notice() -> None:
    (post,) = posts(
        '<i class="pstatus"> 本帖最后由 邻居1 于 2024-4-9 08:03 编辑 </i><br /><i class="pstatus">小声说一句</i>'
    )
    assert post.facts.edited == Edited("邻居1", "2024-04-09T08:03")
    (found,) = post.blocks
    assert isinstance(found, Paragraph)
    assert (found.text, [span.kind for span in found.spans]) == ("小声说一句", ["em"])


def texts(found: Sequence[Block]) -> list[str]:
    return [block.text for block in found if isinstance(block, (Paragraph, Quote, Heading))]


def test_a_bare_label_or_button_in_a_text_says_something() -> None:
    found = blocks(
        "<p>名字：<label>河边的人</label></p><button>点这里</button><label for='x'>记住我</label><button type='submit'>提交</button>"
    )
    assert texts(found) == ["名字：河边的人", "点这里"]


def test_a_writers_own_box_of_tips_is_no_tip_of_a_picture() -> None:
    assert texts(blocks('甲<div class="tip">小心台阶</div><div class="tip tip_4 aimg_tip">a.png (2 KB)</div>')) == [
        "甲",
        "小心台阶",
    ]


def test_captions_and_summaries_stand_on_lines_of_their_own() -> None:
    html = f"<figure>{picture('a.jpg')}<figcaption>老桥</figcaption></figure><details><summary>再看</summary>桥下的水</details>"
    (image, *others) = blocks(html)
    assert isinstance(image, Image)
    assert texts(others) == ["老桥", "再看", "桥下的水"] or (image.caption, texts(others)) == (
        "老桥",
        ["再看", "桥下的水"],
    )


HTML_POST = (
    "<h1>一条河的账</h1><p>账分三本。</p><h4>一、水<br />和沙</h4><p>水是公家的。</p>"
    "<h3>二、鱼</h3><p>鱼归岸上的人。</p><ul><li>鲤</ul>"
)


def test_heading_elements_of_a_post_are_headings() -> None:
    found = blocks(HTML_POST)
    headings = [(block.level, block.number, block.text) for block in found if isinstance(block, Heading)]
    assert headings == [(2, None, "一条河的账"), (3, "一", "水和沙"), (3, "二", "鱼")]
    assert isinstance(found[-1], ListBlock)


def test_a_lone_heading_element_is_none() -> None:
    (*_, last) = blocks("<p>正文一句话。</p><div id='notice'><h3>本站提示</h3>请勿转载。</div>")
    assert texts(blocks("<p>正文一句话。</p><h3>本站提示</h3>请勿转载。")) == ["正文一句话。", "本站提示", "请勿转载。"]
    assert isinstance(last, Paragraph)


HEAD = '<font color="#999999">老王 发表于 2024-4-8 09:12</font><br />'


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<blockquote>桥是去年修的。</blockquote>", Paragraph),
        (f"<blockquote>{HEAD}桥是去年修的。</blockquote>", Quote),
        ('<div class="quote"><blockquote>桥是去年修的。</blockquote></div>', Quote),
        ('<div class="my_quote cl"><blockquote>桥是去年修的。</blockquote></div>', Quote),
    ],
)
def test_an_indent_is_no_quote(html: str, kind: type[Block]) -> None:
    (found, answer) = blocks(f"{html}<br />是前年。")
    assert (type(found), texts([found, answer])) == (kind, ["桥是去年修的。", "是前年。"])


# ── what stands beside the text in a post's box ─────────────────────────────────────────────────


def test_the_tags_in_the_box_of_the_first_post_are_the_threads() -> None:
    tags = '<div class="ptg mbm mtn"><a href="misc.php?mod=tag&id=1">桥</a>, <a href="misc.php?mod=tag&id=2"> 河 </a></div>'
    assert boxed(body(1, "正文。") + tags, body(2, "好的。")).thread.tags == ("桥", "河")


@pytest.mark.parametrize(
    ("box", "solved"),
    [
        ('<div class="rsld z"><cite>30</cite>金钱</div>', True),
        ('<div class="rusld z"><cite>30</cite>金钱</div>', False),
        ('<div class="rusld z">悬赏30金钱未解决</div>', False),
    ],
)
def test_the_price_of_a_question_may_stand_without_its_word(box: str, solved: bool) -> None:  # noqa: FBT001
    reward = boxed(box + body(1, "桥有几年了？"), body(2, "三年。")).thread.reward
    assert reward is not None
    assert (reward.price, reward.unit, reward.solved) == (30, "金钱", solved)


RECORD = '<em class="y"><a href="forum.php?mod=misc&action=viewpayments">记录</a></em>'


def test_a_paid_thread_that_was_bought_hides_nothing() -> None:
    box = f'<div class="locked">{RECORD}付费主题, 价格: <strong>5 金钱 </strong></div>'
    found = boxed(box + body(1, "全文。"), body(2, "好的。"))
    assert (found.thread.kind, found.thread.price) == ("paid", Price(5, "金钱"))
    assert [type(block) for block in found.posts[0].blocks] == [Paragraph]


def test_the_box_of_a_paid_thread_keeps_the_forums_words_without_its_buttons() -> None:
    buttons = '<a class="y viewpay" title="购买主题">购买主题</a><em class="right">已有 3 人购买</em>'
    found = boxed(
        f'<div class="locked">{buttons}本主题需向作者支付 <strong>5 金钱</strong> 才能浏览</div>', body(2, "好的。")
    )
    assert found.posts[0].blocks[0] == Hidden("pay", "本主题需向作者支付 5 金钱 才能浏览")
    assert found.posts[0].facts.withheld == Withheld("pay", "本主题需向作者支付 5 金钱 才能浏览")
    assert found.thread.price == Price(5, "金钱")


@pytest.mark.parametrize(
    "said", ["此帖仅作者可见", '本帖为密码帖 ，请输入密码<input type="text" /><button type="button">提交</button>']
)
def test_a_post_for_its_author_alone_is_not_deleted(said: str) -> None:
    facts = boxed(f'<div class="locked">{said}</div>', body(2, "好的。")).posts[0].facts
    assert facts.withheld == Withheld("permission", said.partition("<")[0])


BANNER = (
    '<div class="attach_nopermission attach_tips"><p>马上注册 您需要 <a href="a">登录</a> 才可以下载或查看</p></div>'
)


def test_a_banner_ahead_of_a_text_stands_for_no_picture() -> None:
    assert withheld(body(1, f"\n{BANNER}\n只有字。")) == [None, None]
    assert withheld(body(1, f"字在前。{BANNER}")) == ["image", None]


# ── facts ───────────────────────────────────────────────────────────────────────────────────────


def test_an_option_may_speak_of_percents() -> None:
    rows = "".join(
        f'<tr><td><label for="o{n}">{n}. {text}</label></td></tr><tr><td>{share}% <em>({votes})</em></td></tr>'
        for n, text, share, votes in (
            (1, "明年", "12.50", 1),
            (2, "50% 以上同意再修", "37.50", 3),
            (3, "100%(5) 不修", "50.00", 4),
        )
    )
    poll = boxed(
        f'{body(1, "修不修？")}<form id="poll"><div class="pcht"><table>{rows}</table></div></form>'
    ).thread.poll
    assert poll is not None
    assert [(option.text, option.votes, option.percent) for option in poll.options] == [
        ("明年", 1, 12.5),
        ("50% 以上同意再修", 3, 37.5),
        ("100%(5) 不修", 4, 50.0),
    ]


FILE = (
    '<ignore_js_op><span id="attach_7"><a href="forum.php?mod=attachment&aid=Nz">图纸.zip</a><em>(2.31 MB, 下载次数: 47)</em></span>'
    '<div class="tip tip_4"><div class="tip_c xs0"><div class="y">2023-5-1 08:11 上传</div>点击文件名下载附件{0}</div></div></ignore_js_op>'
)


@pytest.mark.parametrize(
    ("lines", "description"),
    [
        ("<br />桥的图纸<br />阅读权限: 20<br />售价: 2 金钱<br />下载积分: 金钱 -1", "桥的图纸"),
        ("<br />桥的图纸", "桥的图纸"),
        ("<br />下载积分: 金钱 -1", None),
        ("", None),
    ],
)
def test_a_description_is_what_the_uploader_wrote(lines: str, description: str | None) -> None:
    found = [block for block in blocks("图纸：" + FILE.format(lines)) if isinstance(block, Attachment)]
    assert [(block.filename, block.description) for block in found] == [("图纸.zip", description)]


def test_writers_without_a_page_of_their_own_have_names() -> None:
    page = boxes(*(body(pid, "话。") for pid in range(1, 5)))
    for pid, panel in (
        (2, '<div class="pi">匿名</div>'),
        (3, '<div class="pi">老陈 <em>该用户已被删除</em></div>'),
        (4, '<div class="pi"><a href="javascript:;">游客 <em>192.0.2.x</em></a></div>'),
    ):
        page = page.replace(f'<div class="authi"><a class="xw1">邻居{pid}</a></div>', panel)
    assert [post.facts.author for post in forumclean.clean(page).posts] == ["邻居1", "匿名", "老陈", "游客"]


def test_a_deleted_post_keeps_its_place_and_its_floor() -> None:
    gone = (
        '<div id="post_505"><table id="pid505"><tr><td class="pls"></td><td class="plc"><div class="pi"><strong><a>沙发</a></strong>'
        '</div><div class="pct">该帖已被删除</div></td></tr></table></div>'
    )
    page = boxes(body(1, "一楼的话。"), body(3, "三楼的话。")).replace('<div id="post_2">', f'{gone}<div id="post_2">')
    found = forumclean.clean(page.replace(">1#<", ">楼主<").replace(">2#<", ">板凳<")).posts
    assert [(post.facts.floor, post.facts.pid) for post in found] == [(1, 1), (2, 505), (3, 2)]
    assert [post.facts.withheld for post in found] == [None, Withheld("deleted", "该帖已被删除"), None]
    assert [texts(post.blocks) for post in found] == [["一楼的话。"], [], ["三楼的话。"]]


def test_a_reply_that_was_set_above_the_others_has_its_own_floor() -> None:
    page = boxes(body(1, "一楼的话。"), body(2, "后来的话。")).replace(
        ">2#<", '><em title="置顶回复">顶</em> 来自 12<sup>#</sup><'
    )
    assert [post.facts.floor for post in forumclean.clean(page).posts] == [1, 12]


def test_the_class_of_a_thread_is_no_part_of_its_title() -> None:
    head = '<ul class="authi"><li class="mtit"><span class="z">邻居</span></li></ul>'
    post = f'<div class="plc cl" id="pid1">{head}<div class="message">话。</div></div>'
    for title in ("<em>[闲谈]</em>\n[转] 桥<!-- x -->的账", "<em>[转] 桥的账</em>"):
        found = forumclean.clean(f'<html><body><div class="view_tit">{title}</div>{post}</body></html>')
        assert (found.thread.title, [p.facts.author for p in found.posts]) == ("[转] 桥的账", ["邻居"])
