"""html2text as it comes: wrapped at 78 characters, links too; and which of two converters wrote a page."""

from __future__ import annotations

import pytest
from dumped import cleaned, posts

TOP = "#  [潮水的账本](thread-7-1-1.html)\n\n[复制链接](thread-7-1-1.html)  \n---|---  \n"
POST = (
    "[老陆](home.php?mod=space&uid=5) **[老陆](home.php?mod=space&uid=5)** _当前在线_\n\n"
    "|  **[{floor}](forum.php?mod=redirect&goto=findpost&ptid=7&pid=2)** _发表于 2023-2-6 06:40_ | "
    "[只看该作者](forum.php?mod=viewthread&tid=7&authorid=5) |  {text}\n"
    "|  _[回复](forum.php?mod=post&action=reply)_ [举报](javascript:;)  \n\n"
)


def page(text: str) -> str:
    return TOP + POST.format(floor="楼主", text=text)


def test_paragraphs_wrapped_at_spaces_are_joined():
    line = "The ledger of the tides was kept by the ferryman for forty years and nobody asked for it until he had gone"
    wrapped = f"{line[:76].rsplit(' ', 1)[0]}\n{line[len(line[:76].rsplit(' ', 1)[0]) + 1 :]}  \n"
    text = f"涨潮。  \n{wrapped}每天两行，一行涨，一行落。  \n{wrapped}"
    assert posts(page(text)) == [f"涨潮。\n{line}\n每天两行，一行涨，一行落。\n{line}"]


def test_lines_that_had_room_stay_apart():
    text = "涨潮 six\n落潮 noon\n没有风。  \n"
    assert posts(page(text)) == ["涨潮 six\n落潮 noon\n没有风。"]


def test_addresses_broken_at_hyphens_are_one():
    text = "账本在[这里](https://tide-\ntables.example/ferry/forty-years-of-tides-by-the-old-ferryman.html)，自己看。  \n没有风。  \n"
    assert posts(page(text)) == [
        "账本在[这里](https://tide-tables.example/ferry/forty-years-of-tides-by-the-old-ferryman.html)，自己看。\n没有风。"
    ]


def test_quotes_wrapped_in_their_links_have_an_author():
    text = "\n\n> [阿蛮 发表于 2023-2-5 06:10](http://ferry-\n> bbs.example/forum.php?mod=redirect&goto=findpost&pid=3&ptid=7)"
    text += "  \n> 风大。  \n\n好。  \n"
    assert [getattr(block, "author", None) for block in cleaned(page(text)).posts[0].blocks] == ["阿蛮", None]


@pytest.mark.parametrize("noise", ["* T9 \\+ N! q1 T0 q* t7 B", "* k5 \\- N! q1 T0 q* t7 B"])
def test_a_line_of_noise_that_begins_with_a_star_is_no_sign_of_a_converter(noise):
    """html2text escapes the signs in it as well."""
    assert posts(page(f"涨潮。  \n{noise}  \n{noise}  \n落潮。  \n")) == ["涨潮。\n落潮。"]


def test_the_title_may_be_a_link():
    assert cleaned(page("涨潮。  \n")).thread.title == "潮水的账本"
