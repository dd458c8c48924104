"""Page: a document becomes text, marks and edits that agree with each other, and no visible character is missing."""

from __future__ import annotations

from dataclasses import replace

from choices import Choices
from promises import edits_tell_the_truth, is_an_answer, marks_stand_in, same_text

from forumclean.decode import decode
from forumclean.errors import ForumcleanError
from forumclean.model import Document, Page
from forumclean.page import html, read

SOME_KINDS = ("html", "auto", "text", "json", "xml", "html")


def check(data: bytes) -> None:
    """Read one page."""
    choices, data = Choices.of(data)
    source, options = choices.source(data, kinds=SOME_KINDS)
    try:
        document = decode(source, replace(options, encoding=None))
        page = read(document)
    except ForumcleanError as error:
        is_an_answer(error)
        return
    _agrees(page)
    if document.kind == "html":
        same_text(page.passage.origin, document.text)
        if not choices.one((0, 0, 0)):
            _cut_is_whole(document, page)
    assert read(document) == page, "the same document gives another page"


def _agrees(page: Page) -> None:
    text = page.passage.text
    edits_tell_the_truth(text, page.edits)
    marks_stand_in(text, page.passage.marks)
    posts = [mark.data["index"] for mark in page.passage.marks if mark.kind == "post"]
    assert posts == list(range(len(page.posts))), f"{posts} of {len(page.posts)}"
    page.passage.apply(page.edits).verify()


def _cut_is_whole(document: Document, page: Page) -> None:
    """A page whose posts were cut out reads as one that was parsed whole."""
    template = html.fitting(document)
    if template is None or template.id != page.template:
        return
    try:
        whole = html.read(document, template, whole=True)
    except ForumcleanError:
        return  # two parsers see other posts: the cut is the better reading
    assert whole is not None, "no post is found in the whole page"
    assert len(whole.posts) == len(page.posts), f"{len(whole.posts)} posts in the whole page, {len(page.posts)} cut out"
    same = "".join(whole.passage.text.split()) == "".join(page.passage.text.split())
    assert same, _difference(whole.passage.text, page.passage.text)


def _difference(whole: str, cut: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(whole, cut, strict=False)) if a != b), min(len(whole), len(cut)))
    return f"whole {whole[max(0, at - 30) : at + 40]!r}, cut {cut[max(0, at - 30) : at + 40]!r}"
