"""Line ends of Windows: the stage finds in a dump what it finds in the same dump with line feeds, and its edits fit the text."""

from __future__ import annotations

import pytest
from test_strip_layout import NOISE, noisy, page

from forumclean.strip import strip

SHAPES = {
    "a line broken in two": noisy("他说，\n没有回信。", "没有人说话。", "船开了。", "天亮了。"),
    "blank lines": f"一。\n{NOISE[0]}\n{NOISE[1]}\n二。\n{NOISE[2]}\n三。",
    "noise at the end": noisy("一，\n二。", "三。", "四。") + f"\n{NOISE[3]}\n",
    "noise in a line": f"一{NOISE[0]}二。\n三。{NOISE[1]}\n{NOISE[2]}四。\n五{NOISE[3]}六",
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_windows_line_ends_change_nothing_of_what_is_found(text: str) -> None:
    windows = strip(page(text.replace("\n", "\r\n")))
    windows.verify()
    assert windows.text.replace("\r\n", "\n") == strip(page(text)).text
    assert all("\r" not in edit.old or "\r\n" in edit.old for edit in windows.ledger())
