"""Classes that a page's own style hides, and those that it hides in some places or on paper alone."""

from __future__ import annotations

import pytest
from boxes import HEAD, desktop, lines, text

import forumclean
from forumclean import Article
from forumclean.page.hiding import hiding_classes

WORDS = '水清了。<b class="x9k">3 c- ?2</b><br /><span class="note">井台也修好了。</span>'


def styled(css: str) -> Article:
    page = HEAD.replace("</head>", f"<style>{css}</style></head>")
    return forumclean.clean(f"{page}{desktop(1, text(1, WORDS))}</body></html>")


@pytest.mark.parametrize(
    "css",
    [
        ".x9k{display:none}",
        "<!-- .x9k { font-size : 0px } -->",
        ".menu .note{display:none} .x9k {color:red;display:none}",
        "/* a */ .x9k{display:none}",
        ".menu, .x9k{display:none}",
        "span.x9k{display:none}",
    ],
)
def test_a_class_that_is_hidden_everywhere_holds_noise(css: str):
    assert lines(styled(css)) == ["水清了。", "井台也修好了。"]


@pytest.mark.parametrize(
    "css",
    [
        ".menu .note{display:none}",
        ".menu>.note{display:none}",
        "@media print{.pg{display:none} .note{display:none}}",
        "@media (max-width: 600px) {\n.note { display: none; }\n}",
        "div.note{display:none}",
        ".menu.note{display:none}",
    ],
)
def test_what_is_hidden_in_some_places_alone_is_text(css: str):
    assert lines(styled(f"{css} .x9k{{display:none}}")) == ["水清了。", "井台也修好了。"]


def test_styles_without_an_end_take_little_time():
    for css in ("@media{" * 50_000, "@media x{" + "a{b}" * 50_000, ".a{" * 50_000, "} .a" * 50_000):
        assert hiding_classes(f"<style>{css}</head>") == frozenset()
