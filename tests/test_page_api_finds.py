"""What the mobile API tells beside the posts of a thread: ballots, rewards, prices, remarks, files, what is withheld."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType

import pytest

import forumclean
from forumclean import Article, RefusedError
from forumclean.model import Attachment, Comment, Hidden, Paragraph, Poll, PollOption, Price, Reward, Withheld

NOTHING: Mapping[str, str] = MappingProxyType({})
ANSWER = {"pid": "52", "author": "老渡", "dateline": "2023-5-1 09:00", "message": "好。", "number": "2"}


def answered(
    message: str, thread: Mapping[str, str] = NOTHING, post: Mapping[str, object] = NOTHING, **told: object
) -> Article:
    """The API's answer for a thread of two posts, the first with a message."""
    asked = {
        "pid": "51",
        "first": "1",
        "author": "阿舟",
        "dateline": "2023-5-1 08:12",
        "message": message,
        "number": "1",
    }
    facts = {"tid": "31", "subject": "井台修好了", "special": "0", "price": "0", "replies": "1", **thread}
    variables = {"thread": facts, "ppp": "10", "postlist": [{**asked, **post}, ANSWER], **told}
    return forumclean.clean(json.dumps({"Version": "4", "Charset": "UTF-8", "Variables": variables}))


def test_the_ballot_of_a_thread():
    options = {
        "1": {"polloption": "深挖 &amp; 加宽", "votes": "3", "percent": "60.00", "imginfo": []},
        "2": {"polloption": "<a href='a'>不动</a>", "votes": "2", "percent": "40.00"},
    }
    ballot = {"polloptions": options, "multiple": "1", "maxchoices": "2", "voterscount": "4"}
    thread = answered("怎么修？", {"special": "1"}, special_poll=ballot).thread
    assert thread.kind == "poll"
    assert thread.poll == Poll(
        multiple=True, max=2, voters=4, options=(PollOption("深挖 & 加宽", 3, 60.0), PollOption("不动", 2, 40.0))
    )


@pytest.mark.parametrize(
    ("price", "best", "solved", "pid"),
    [("20", None, False, None), ("-20", {"pid": "52"}, True, 52), ("-20", [], True, None)],
)
def test_the_reward_of_a_question(price: str, best: object, solved: object, pid: int | None):
    reward = {"rewardprice": "20 铜板", "bestpost": best}
    article = answered("水怎么浑了？", {"special": "3", "price": price}, special_reward=reward)
    assert article.thread.reward == Reward(price=20, unit="铜板", solved=solved is True, best_pid=pid)
    assert article.thread.price is None


def test_a_text_that_is_for_sale():
    article = answered("付费主题 12 金币", {"price": "12"}, forum_threadpay="1")
    assert article.posts[0].facts.withheld == Withheld("pay", "付费主题 12 金币")
    assert (article.thread.kind, article.thread.price) == ("paid", Price(12, "金币"))
    assert article.posts[0].blocks == ()
    bought = answered("付费主题 12 金币", {"price": "12"}, forum_threadpay="")  # somebody typed it
    assert bought.posts[0].blocks == (Paragraph("付费主题 12 金币"),)
    assert bought.thread.price == Price(12, None)


def test_remarks_below_a_post():
    rows = [
        {"author": "老渡", "comment": "修得好&amp;快 <img src='a' />", "dateline": "2023-5-1 10:02"},
        {"author": "阿禾", "comment": "", "dateline": "2023-5-1 10:03"},
    ]
    article = answered("水清了。", comments={"51": rows, "52": []})
    assert article.posts[0].facts.comments == (Comment("老渡", "修得好&快", "2023-05-01T10:02"),)
    assert article.posts[1].facts.comments == ()
    assert answered("水清了。", comments=[]).posts[0].facts.comments == ()  # PHP's way to say that there are none


def test_the_size_and_the_description_of_a_file():
    file = {
        "aid": "3",
        "filename": "水质单.pdf",
        "attachsize": "12.1 KB",
        "description": "第二次化验",
        "isimage": "0",
        "attachment": "a.pdf",
    }
    found = Attachment("水质单.pdf", "forum.php?mod=attachment&aid=3", "第二次化验", "12.1 KB")
    for listed in ({"3": file}, [file]):
        assert answered("水清了。", post={"attachments": listed}).posts[0].blocks == (Paragraph("水清了。"), found)


@pytest.mark.parametrize("said", ["此帖仅作者可见", "本帖为密码帖", "本帖为密码帖 ，请输入密码"])
def test_the_forums_words_in_place_of_a_post(said: str):
    article = answered(said)
    assert article.posts[0].facts.withheld == Withheld("permission", said)
    assert article.posts[0].blocks == (Hidden("permission", said),)
    assert answered(f"{said}，怎么办？").posts[0].facts.withheld is None


def test_a_message_of_the_forum_is_a_refusal():
    said = {"messageval": "thread_nonexistence", "messagestr": "抱歉，指定的主题不存在或已被删除或正在被审核"}
    with pytest.raises(RefusedError, match="指定的主题不存在"):
        forumclean.clean(json.dumps({"Version": "4", "Charset": "UTF-8", "Variables": {"auth": None}, "Message": said}))
