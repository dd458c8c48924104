"""The example at the head of both README files is what the command makes of it."""

from __future__ import annotations

import re

import pytest
from inputs import ROOT

from forumclean import clean

DUMP_RE = re.compile(r"```text\n(.*?)```", re.DOTALL)
MARKDOWN_RE = re.compile(r"```markdown\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_example_comes_out_as_it_is_shown(name: str):
    text = (ROOT / name).read_text("utf-8")
    dump, shown = DUMP_RE.search(text), MARKDOWN_RE.search(text)
    assert dump is not None
    assert shown is not None
    _, _, made = clean(dump[1].encode()).to_markdown().partition("\n---\n")
    assert made.strip() == shown[1].strip()
