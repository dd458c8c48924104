"""Noise: edits that only take out and that say the truth, none of them outside of the posts."""

from __future__ import annotations

from choices import Choices
from promises import edits_tell_the_truth, is_an_answer

from forumclean import Options, Source, denoise
from forumclean.decode import decode
from forumclean.errors import ForumcleanError
from forumclean.ledger import edited
from forumclean.page import read
from forumclean.strip import strip
from forumclean.strip.noise import find_noise


def check(data: bytes) -> None:
    """Take the noise out of one text."""
    choices, data = Choices.of(data)
    text = data.decode("utf-8", "surrogateescape" if choices.one((0, 1)) else "replace")
    clean, edits = denoise(text)
    edits_tell_the_truth(text, edits)
    assert clean == edited(text, edits)
    assert all(not edit.new and edit.old for edit in edits), "noise is taken out, nothing is put in"
    assert "\n" not in "".join(edit.old.strip("\n") for edit in edits), "noise has no line break inside"
    protects(text, choices)
    if choices.one((0, 1)):
        _stage(text)


def protects(text: str, choices: Choices) -> None:
    """Code stays as it is, and nothing outside the given ranges is touched."""
    third = len(text) // 3
    code = (third, third + choices.one((0, 40, 400)))
    posts = [(0, third), (third, 2 * third)]
    for edit in find_noise(text, posts, [code] if code[0] < code[1] else []):
        assert edit.end <= 2 * third, f"{edit} outside of all posts"
        if edit.rule == "noise/zero-width":
            continue  # nobody types these, in code least of all
        assert edit.end <= code[0] or edit.start >= code[1] or code[0] == code[1], f"{edit} in code {code}"


def _stage(text: str) -> None:
    """The stage on a dump: its ledger gives the text back."""
    try:
        passage = strip(read(decode(Source("a.txt", text), Options(input="text"))))
    except ForumcleanError as error:
        is_an_answer(error)
        return
    passage.verify()
    edits_tell_the_truth(passage.origin, passage.ledger())
    assert edited(passage.origin, passage.ledger()) == passage.text
