"""Segment: marked text becomes blocks that have its characters and no others, and come out of every format whole."""

from __future__ import annotations

from dataclasses import replace

from articles import article_of
from choices import Choices
from notation import passage_of
from outputs import json_is_sound, reads_back
from promises import masks_point_at_themselves, nothing_is_made_up, spans_stand_in

from forumclean import Options
from forumclean.masks import restore_page
from forumclean.model import PostFacts, ThreadFacts
from forumclean.segment import segment
from targets.restore import Cheap


def check(data: bytes) -> None:
    """Cut one marked text into blocks."""
    choices, data = Choices.of(data)
    passage = passage_of(data.decode("utf-8", "replace"), quiet=not choices.one((0, 1)))
    if choices.one((0, 1)):
        passage = restore_page(passage, "", choices.cleaning(Options()), Cheap)[0]
    posts = [mark for mark in passage.marks if mark.kind == "post"]
    parts = segment(passage, tuple(PostFacts(floor=1) for _ in posts))
    assert len(parts.posts) == len(posts)
    for post, mark in zip(parts.posts, posts, strict=True):
        nothing_is_made_up(post.blocks, passage.text[mark.start : mark.end])
        spans_stand_in(post.blocks)
        reads_back(post.blocks)
    article = replace(article_of(parts.posts, ThreadFacts()), masks=parts.masks)
    assert article.outline == parts.outline, "the outline is not that of the headings"
    json_is_sound(article)
    masks_point_at_themselves(article)
