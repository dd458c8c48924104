"""The whole way, as the library and the commands go it: every promise of the contract at once."""

from __future__ import annotations

from choices import Choices
from click.testing import CliRunner
from outputs import explanation_is_sound, json_is_sound, markdown_is_sound
from promises import (
    is_an_answer,
    masks_point_at_themselves,
    nothing_is_lost,
    nothing_is_made_up,
    spans_stand_in,
)

import forumclean
from forumclean import Article, Options, emit
from forumclean.cli import main
from forumclean.decode.mhtml import is_mhtml
from forumclean.emit.utf8 import encoded
from forumclean.errors import ForumcleanError
from forumclean.pipeline import clean_source

LOST = "\ufffd"
FORMATS = ("markdown", "json", "jsonl", "text")


def check(data: bytes) -> None:
    """Clean one input."""
    choices, data = Choices.of(data)
    source, options = choices.source(data)
    options = choices.cleaning(options)
    more = choices.one(("once", "twice", "command", "rebuild"))
    if more == "command":
        _command(data, choices)
        return
    try:
        article = clean_source(source, options)
    except ForumcleanError as error:
        is_an_answer(error)
        return
    _holds(article, source.data)
    if more == "twice":
        _twice(article)


def _holds(article: Article, given: bytes | str) -> None:
    data = given.encode("utf-8", "surrogatepass") if isinstance(given, str) else given
    if not is_mhtml(data):
        nothing_is_lost(article, data)
    for post in article.posts:
        spans_stand_in(post.blocks)
        nothing_is_made_up(post.blocks, article.passage.text)
    masks_point_at_themselves(article)
    json_is_sound(article)
    markdown_is_sound(article)
    explanation_is_sound(article)
    if article.options.masks == "keep":
        assert not any(mask.restored for mask in article.masks)


def _twice(article: Article) -> None:
    """Clean text stays as it is (masks aside: those that are left know the words that were put in).

    Not text with lost characters: what a wrong decoding left of it may be taken for mojibake, and mended further.
    """
    keep = Options(masks="keep", input="text")
    text = article.to_text()
    if LOST in text:
        return
    try:
        once = forumclean.clean(text, options=keep).to_text()
        again = forumclean.clean(once, options=keep).to_text()
    except ForumcleanError as error:
        is_an_answer(error)
        return
    assert once == again, f"cleaned again: {_difference(once, again)}"


def _difference(once: str, again: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(once, again, strict=False)) if a != b), min(len(once), len(again)))
    return f"{again[max(0, at - 20) : at + 40]!r} was {once[max(0, at - 20) : at + 40]!r}"


def _command(data: bytes, choices: Choices) -> None:
    """The command ends as the contract says, and its output can be read."""
    form = choices.one(FORMATS)
    done = CliRunner().invoke(main, ["--no-config", "clean", "-f", form], input=data)
    assert done.exit_code in {0, 3, 5}, f"exit {done.exit_code}: {done.output[:300]} {done.exception!r}"
    assert bool(done.stderr) or done.exit_code == 0, "an error without words"
    if done.exit_code:
        assert not done.stdout, "output in spite of an error"
        return
    article = forumclean.clean(data, name="-")
    writers = {"markdown": article.to_markdown, "json": article.to_json, "text": article.to_text}
    printed = writers.get(form, lambda: emit.to_jsonl(article))()
    assert done.stdout_bytes == encoded(printed), "the command prints something else than the library"
