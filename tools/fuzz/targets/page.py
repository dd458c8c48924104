"""Page: a document becomes text, marks and edits that agree with each other, and no visible character is missing."""

from __future__ import annotations

from dataclasses import replace

from choices import Choices
from promises import edits_tell_the_truth, is_an_answer, marks_stand_in, same_text

from forumclean.decode import decode
from forumclean.errors import ForumcleanError
from forumclean.model import Page
from forumclean.page import read

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
    assert read(document) == page, "the same document gives another page"


def _agrees(page: Page) -> None:
    text = page.passage.text
    edits_tell_the_truth(text, page.edits)
    marks_stand_in(text, page.passage.marks)
    posts = [mark.data["index"] for mark in page.passage.marks if mark.kind == "post"]
    assert posts == list(range(len(page.posts))), f"{posts} of {len(page.posts)}"
    page.passage.apply(page.edits).verify()
