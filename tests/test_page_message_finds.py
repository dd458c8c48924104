"""Dumps of the forum's message pages: a refusal in the forum's words, not an article of menus."""

from __future__ import annotations

import pytest

from forumclean import RefusedError, clean

ABOVE = "收藏本站\n登录\n立即注册\n论坛\n搜索\n热搜: 活动 交友\n"
BELOW = "Archiver|手机版|小黑屋|山塘论坛\nGMT+8, 2026-3-12 08:00\nPowered by Discuz! X3.4\n"
BUTTON = "[ 点击这里返回上一页 ]"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("您需要先登录才能继续本操作", "login"),
        ("您无权进行当前操作", "permission"),
        ("您所在的用户组(游客)无法进行此操作", "permission"),
        ("您的帐号还没有激活", "message"),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "{above}山塘论坛\n›\n提示信息\n{said}\n{button}\n登录\n用户名\n密码:\n{below}",
        "提示信息 - 山塘论坛 - Powered by Discuz!\n{above}{said}\n\n{button}\n{below}",
        "# 提示信息\n\n{said}\n\n[{button}](javascript:history.back())\n",
        "提示信息\n{said}{button}\n",
        "{above}提示信息\n{said}\n如果您的浏览器没有自动跳转，请点击此链接\n{below}",
        "提示信息 -  山塘论坛 -  Powered by Discuz!\n{above}帖子\n如果您的浏览器没有自动跳转，请点击此链接\n{said}\n{below}",
        "提示信息 - 山塘论坛 - Powered by Discuz!\n{above}帖子\n{said}\n{below}",
    ],
    ids=["way", "title", "Markdown", "one line", "no button back", "a hidden box in front", "no button"],
)
def test_a_dump_of_a_message_page_is_the_forums_refusal(form: str, said: str, reason: str):
    text = form.format(above=ABOVE, said=said, button=BUTTON, below=BELOW)
    with pytest.raises(RefusedError, match=said.replace("(", r"\(").replace(")", r"\)")) as caught:
        clean(text.encode())
    assert caught.value.reason == reason


def test_a_message_of_two_lines_is_told_whole():
    text = f"{ABOVE}山塘论坛 › 提示信息\n您的帐号还没有激活\n请查收邮件\n[ 點擊這裡返回上一頁 ]\n{BELOW}"
    with pytest.raises(RefusedError, match="“您的帐号还没有激活 请查收邮件”"):
        clean(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        f"点了发表以后出现\n{BUTTON}\n怎么办\n",
        f"发表于 2025-4-1 10:00 | 只看该作者\n提示信息\n您需要先登录才能继续本操作\n{BUTTON}\n",
        "Discuz! 后台的提示信息在哪里改\n点击这里返回上一页的链接也想换掉\n",
        "提示信息\n软件装好以后会弹出一句话。\n",
        "提示信息 - 写给装软件的人\n装好以后会弹出一句话。\n",
    ],
)
def test_a_text_about_messages_stays(text: str):
    body = text.splitlines()[1:]
    assert clean(text.encode()).to_text().splitlines()[-len(body) :] == body
