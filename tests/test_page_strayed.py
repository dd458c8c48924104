"""A stray end tag above a post's text ends the post's box; the text stands behind it."""

from __future__ import annotations

import pytest
from boxes import cleaned, desktop, lines, text, withheld

from forumclean.model import Image

FIELDS = '<div class="u">井边</div>'
WHOLE = '<div class="t_fsz">{}<div class="pattl"><img id="aimg_5" src="data/attachment/a.jpg"></div></div>'


@pytest.mark.parametrize("stray", ["</div>", "</div></div>", "</table>", "</td></tr></table>", "</div></td>"])
def test_the_text_is_the_posts_with_what_stands_around_it(stray: str):
    article = cleaned(desktop(1, FIELDS + stray + WHOLE.format(text(1))) + desktop(2, text(2, "好。")))
    assert [post.facts.pid for post in article.posts] == [1, 2]
    assert (lines(article, 0), lines(article, 1)) == (["水清了。"], ["好。"])
    assert isinstance(article.posts[0].blocks[1], Image)


def test_without_the_element_around_it_the_table_is_taken():
    article = cleaned(
        desktop(1, f"{FIELDS}</div><div class='u'>又</div>{text(1)}<p>后</p>") + desktop(2, text(2, "好。"))
    )
    assert (lines(article, 0), lines(article, 1)) == (["水清了。"], ["好。"])


def test_a_post_without_a_text_takes_no_others():
    lock = '<div class="locked">提示: <em>该帖被管理员或版主屏蔽</em></div>'
    article = cleaned(desktop(1, lock) + desktop(2, text(2, "好。")) + f'<div class="u">{text(3)}</div>')
    assert (withheld(article, 0), lines(article, 1)) == (("blocked", "提示: 该帖被管理员或版主屏蔽"), ["好。"])


def test_what_holds_another_post_stays_where_it_is():
    article = cleaned(desktop(1, f'{FIELDS}</div><div class="t_fsz">{text(1)}{desktop(2, text(2, "好。"))}'))
    assert lines(article, len(article.posts) - 1) == ["好。"]
