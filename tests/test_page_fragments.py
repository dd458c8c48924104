"""One post that was copied by itself, without its head: the buttons below it are the forum's, its own words are not."""

from __future__ import annotations

import pytest
from dumped import cleaned, posts

TEXT = "旧电瓶记得拿去回收，能抵五十块。"
BROWSER = "\n\n\t\n回复\n\n举报\n\n\n\t\n"


@pytest.mark.parametrize(
    "buttons",
    [
        BROWSER,
        "\n回复 支持 反对\n使用道具 举报\n",
        "\n回复\n使用道具 举报",
        "\n收藏\n分享\n淘帖\n支持\n反对\n回复\n\n使用道具 举报",
        "\n分享到: QQ好友和群 QQ空间\n收藏1 支持 反对\n回复\n使用道具 举报",
        "\n收藏3 评分 分享\n支持 反对\n使用道具 举报\n",
        "\n\n收藏\n评分\n举报\n回复",
        "\n回復 支持 反對\n使用道具 舉報",
        "\n引用 报告 回复 TOP",
        "\n回复 TOP",
        "\nReply\nUse props Report",
        "\n回复\n举报\n\nArchiver|手机版|小黑屋|河湾论坛\nPowered by Discuz! X3.5\n",
    ],
)
@pytest.mark.parametrize("text", [TEXT, "666", f"{TEXT}\n收藏了"])
def test_the_buttons_below_a_post_go(text: str, buttons: str) -> None:
    assert posts(text + buttons) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "怎么办？\n回复\n举报",
        "怎么办？\n举报",
        "三件事：\n收藏\n分享\n回复",
        "每楼下面有四个按钮：\n回复\n支持\n反对\n举报",
        "点这里\n使用道具",
        "排行榜\nTOP",
        "举报\n回复",
        "值得\n收藏",
        f"{TEXT}\n使用道具 举报的时候要小心",
    ],
)
def test_words_that_buttons_have_too_stay(text: str) -> None:
    assert posts(text) == [text]


@pytest.mark.parametrize("word", ["顶", "赞", "收藏"])
def test_a_word_that_is_all_the_post_says_stays(word: str) -> None:
    assert posts(f"{word}\n回复 支持 反对\n使用道具 举报") == [word]


def test_comments_and_ratings_above_the_buttons_are_facts() -> None:
    comments = "点评\n 老周\n已推荐  发表于 2026-3-11 11:40\n"
    ratings = "评分\n参与人数 1\t金钱 +6\t收起 理由\n 老周\t+ 6\t很给力!\n\n查看全部评分\n"
    article = cleaned(TEXT + "\n" + comments + ratings + BROWSER)
    facts = article.posts[0].facts
    assert article.to_text().strip() == TEXT
    assert [(c.author, c.text) for c in facts.comments] == [("老周", "已推荐")]
    assert [(r.author, r.score) for r in facts.ratings] == [("老周", 6)]


PANEL = "老周\n\n3\n\n主题\t\n\n27\n\n回帖\t\n\n512\n\n积分\n\n中级会员\n\n积分\n512\n发消息\n"
HEAD = "\t\n沙发\n 发表于 2026-3-11 09:20 | 只看该作者\n"


def test_the_panel_of_one_copied_post_names_its_author() -> None:
    (post,) = cleaned(PANEL + HEAD + TEXT + BROWSER).posts
    assert (post.facts.author, post.facts.floor) == ("老周", 2)


@pytest.mark.parametrize(
    "top", ["河湾论坛\n老物件\n春天\n" + PANEL, "老周\n512\n", "很长的一句话，" * 8 + "\n" + PANEL]
)
def test_other_tops_name_nobody(top: str) -> None:
    assert cleaned(top + HEAD + TEXT + BROWSER).posts[0].facts.author is None


def test_the_next_authors_panel_below_the_buttons_goes_with_them() -> None:
    assert posts(TEXT + BROWSER + PANEL) == [TEXT]
    assert posts(f"{TEXT}\n回复 举报\n老周说他有\n积分\n512\n现在都换了米。")[0].endswith("现在都换了米。")
