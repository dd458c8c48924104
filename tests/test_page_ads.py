"""Advertisements that the forum prints at the head of a post's own text."""

from __future__ import annotations

from boxes import cleaned, desktop, lines, text, withheld

AD = '<div class="a_pr"><style>.x{}</style><a href="https://ad.example"><img src="https://ad.example/a.gif" /></a>农机八折</div>'
GUESTS = '<div class="attach_nopermission attach_tips"><div><h3><strong>马上注册</strong></h3><p>您需要登录才可以下载或查看</p></div></div>'


def test_an_advertisement_ahead_of_a_text_goes():
    article = cleaned(desktop(1, text(1, f"\n{AD}\n水清了。<br />\n井台也修好了。")))
    assert lines(article) == ["水清了。", "井台也修好了。"]
    assert len(article.posts[0].blocks) == 2
    assert dict(article.removed)["chrome/ad"].count == 1


def test_behind_an_advertisement_the_forum_asks_guests_to_register():
    article = cleaned(desktop(1, text(1, f"{AD}<!-- ad --><script>x()</script>{GUESTS}水清了。")))
    assert (lines(article), withheld(article, 0)) == (["水清了。"], None)
    in_its_place = cleaned(desktop(1, text(1, f"{AD}水清了。{GUESTS}")))
    assert withheld(in_its_place, 0) is not None


def test_what_an_author_wrote_in_such_an_element_stays():
    for words in (f"水清了。{AD}", f"<b>水清了。</b>{AD}", f"{AD}水清了。{AD}"):
        assert lines(cleaned(desktop(1, text(1, words)))) == ["水清了。", "农机八折"]
