"""What a ranker gets to see of a page: the sentence of the masked word, and without the extras a plain word."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from forumclean.errors import UsageError
from forumclean.masks.types import Gap
from forumclean.rankers import ranker_of
from forumclean.rankers.context import LIMIT, sentence_of

CUTS = {
    "one sentence": ("他说全城", "的茶馆。", "他说全城", "的茶馆。"),
    "neighbours": ("昨天没去。他说全城", "的茶馆。明天再去。", "他说全城", "的茶馆。"),
    "lines": ("标题\n全城", "的茶馆\n正文", "全城", "的茶馆"),
    "end of a quotation": ("他问：“远吗？”全城", "的茶馆！”她说。", "全城", "的茶馆！”"),
    "several ends": ("真的？！全城", "的茶馆？！真的。", "全城", "的茶馆？！"),
    "start of the text": ("", "的茶馆。明天再去。", "", "的茶馆。"),
    "end of the text": ("昨天没去……全城", "", "全城", ""),
    "nothing": ("", "", "", ""),
    "a quote mark at the start": ("”全城", "的茶馆", "”全城", "的茶馆"),
    "dots of a number": ("全城3.5元", "的茶馆", "全城3.5元", "的茶馆"),
}


@pytest.mark.parametrize(("left", "right", "before", "after"), CUTS.values(), ids=CUTS)
def test_cuts_to_the_sentence(left: str, right: str, before: str, after: str) -> None:
    assert sentence_of(Gap(left, right, ("最好",))) == Gap(before, after, ("最好",))


def test_a_sentence_without_an_end_is_bounded() -> None:
    begun = time.process_time()
    cut = sentence_of(Gap("字" * 1_000_000, "字" * 1_000_000, ()))
    assert (len(cut.left), len(cut.right)) == (LIMIT, LIMIT)
    assert time.process_time() - begun < 1


def test_a_model_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.json").write_text("{}", "utf-8")
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(UsageError, match=r"forumclean\[transformers\]"):
        ranker_of(str(tmp_path))


def test_nothing_heavy_is_imported_at_start() -> None:
    code = "import sys, forumclean.rankers; print(sorted({'torch', 'transformers', 'http.client'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
