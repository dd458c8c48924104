"""Pages of a forum that are no thread: what they are is said."""

from __future__ import annotations

import pytest

import forumclean
from forumclean import NotAThreadError, RefusedError

TITLE = "<title>井台修好了 - 河湾论坛 - Powered by Discuz!</title>"
SAID = "抱歉，指定的主题不存在或已被删除或正在被审核"


@pytest.mark.parametrize(
    ("reason", "body"),
    [
        ("article", '<body id="nv_portal" class="pg_view"><td id="article_content">井台修了三天。</td>发表于 2023-5-1</body>'),
        ("article", '<body class="bg"><table class="vwtb"><tr><td id="article_content">井台修了三天。</td></tr></table></body>'),
        ("article", '<body id="portal" class="pg_view"><div class="wzview cl"><div class="wzview_body">井台修了三天。</div></div></body>'),
        ("blog", '<body id="nv_home" class="pg_space"><div id="blog_article" class="d cl">井台修了三天。</div></body>'),
        ("album", '<body><div class="postalbum"><ul class="postalbum_c"><li><img src="a.jpg" /></li></ul></div></body>'),
        ("space", '<body id="nv_home" class="pg_space"><div class="bm">阿舟</div></body>'),
    ],
)  # fmt: skip
def test_what_is_no_thread_is_named(reason: str, body: str):
    with pytest.raises(NotAThreadError) as caught:
        forumclean.clean(f"<html><head>{TITLE}</head>{body}</html>")
    assert caught.value.reason == reason


def test_the_wap_view_is_named():
    page = """<?xml version="1.0"?><wml><card id="discuz_wml" title="井台修好了 - Powered by Discuz!"><p>井台修好了<br />
<a href="home.php?mod=space&amp;uid=3">阿舟</a>(2013-5-1 09:12)</p><p>井台修了三天。</p></card></wml>"""
    with pytest.raises(NotAThreadError) as caught:
        forumclean.clean(page)
    assert caught.value.reason == "wap"


def test_a_message_in_a_window_says_the_forums_words_alone():
    window = f"""<?xml version="1.0" encoding="utf-8"?><root><![CDATA[<h3 class="flb"><em>提示信息</em></h3><div class="c altw">
<div class="alert_error">{SAID}<script type="text/javascript">if(typeof errorhandle_=='function') {{errorhandle_('{SAID}', {{}});}}</script>
</div></div><p class="o pns"><button type="button"><strong>确定</strong></button></p>]]></root>"""
    with pytest.raises(RefusedError, match=f"deleted.*“{SAID}”"):
        forumclean.clean(window)
