"""Text behind a stray end tag that ended the element of a post's text early."""

from __future__ import annotations

import pytest
from boxes import HEAD, cleaned, desktop, lines, text
from promised import check_nothing_is_lost

import forumclean
from forumclean.model import Attachment, Paragraph

FILE = (
    '<div class="pattl"><dl class="tattl"><dd><a href="forum.php?mod=attachment&amp;aid=1">图.zip</a></dd></dl></div>'
)


def in_a_div(words: str, below: str = "") -> str:
    """The box of X5: no table around the text."""
    return f'<div class="t_fsz"><div class="t_f" id="postmessage_1">{words}</div>\n{below}</div>\n<div id="comment_1" class="cm"></div>'


@pytest.mark.parametrize(
    "box",
    [
        text(1, "水清了。</td></tr></table>井台<b>也</b><br />修好了。"),
        in_a_div("水清了。</div>井台<b>也</b><br />修好了。"),
        in_a_div("水清了。</div></div>井台<b>也</b><br />修好了。"),
    ],
)
def test_text_behind_a_stray_end_is_text(box: str):
    page = f"{HEAD}{desktop(1, box)}</body></html>"
    article = forumclean.clean(page.encode())
    assert [getattr(b, "text", None) for b in article.posts[0].blocks] == ["水清了。", "井台也", "修好了。"]
    check_nothing_is_lost(article, page.encode())


def test_it_goes_on_to_what_the_forum_prints_below():
    words = f"水清了。</div>修好了。<p>完。</p>{FILE}已有 3 人点赞"
    assert cleaned(desktop(1, in_a_div(words))).posts[0].blocks == (
        Paragraph("水清了。"),
        Paragraph("修好了。"),
        Paragraph("完。"),
        Attachment("图.zip", "forum.php?mod=attachment&aid=1", None, None),
    )


def test_boxes_of_plugins_below_a_text_are_furniture():
    for below in ('<div class="x">已有 3 人点赞</div>', "<!-- x --><p>分享</p>", f"{FILE}已有 3 人点赞"):
        assert lines(cleaned(desktop(1, in_a_div("水清了。", below)))) == ["水清了。"]
