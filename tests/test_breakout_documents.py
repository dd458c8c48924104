"""What is written for other programs to read: no text of the input becomes a key, a block, an element or a script of it."""

from __future__ import annotations

from html import escape
from typing import cast

import pytest
import yaml
from forum import forum
from laden import laden
from lxml import html
from lxml.html import HtmlElement
from markup import READER, split_front

import forumclean
from forumclean import explain
from forumclean.article import Article
from forumclean.explaining.html import to_html

PAYLOADS = {
    "second document": "甲\n---\nadmin: true\n---\n# 乙",
    "end of document": "甲\n...\n乙: 丙",
    "key behind a line separator": "甲\u2028author: 乙\u2029url: 丙\x85board: 丁\x0bpublished: 戊",
    "carriage return": "甲\rurl: 乙\r\n---\r\n",
    "quotes": '甲"乙\'丙\\"丁\\',
    "flow": "], x: [甲, {乙: 丙}, *a, &b, !!python/object/apply:os.system [x]",
    "comment": "甲 # 乙",
    "mapping": "甲: 乙",
    "tabs and blanks": "\t甲\t: 乙 \t",
    "code by indent": "    甲",
    "NUL": "甲\x00乙\x1b[31m\x7f\x9b",
    "direction": "甲\u202etxt.exe\u2066乙\u061c\ufeff",
    "word of YAML": "null",
    "number": "0o17",
    "date": "2024-03-15",
    "merge key": "<<",
    "heading": "# 甲 #",
    "heading by underline": "甲\n===",
    "list": "- 甲",
    "ordered list": "1. 甲",
    "quote": "> 甲",
    "rule": "***",
    "fence": "```\n甲\n~~~~\n`````` 乙",
    "table": "甲 | 乙\n| --- | --- |\n| 丙 |",
    "link": "[甲](javascript:alert(1)) ![乙](x) [丙]: javascript:x 'y'",
    "autolink": "<javascript:alert(1)> <https://b.example> <a@b.example>",
    "end of a link": "甲>)](javascript:x) <b",
    "script": "<script>alert('甲')</script>",
    "attribute": "\"><img src=x onerror=\"alert(1)\"> '><svg onload='x'",
    "end of everything": "</style></title></script></textarea></em></a></td></table><script>x</script>",
    "comment of HTML": "<!-- 甲 --><b>--!> <![CDATA[ <?php x ?> <!DOCTYPE html",
    "entities": "&lt;b&gt;&#60;script&#62;&colon;&#x6a;avascript:x",
    "emphasis": "**甲** _乙_ ~~丙~~ `丁`",
    "scheme": " \x01java\tscript\n:alert(1)",
}
ALL = pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
BOUND_TO_BE = frozenset({"title", "author", "published", "url", "board", "source", "authors"})
SCHEMES = ("https://", "http://", "#")


def page(payload: str) -> Article:
    """A page of a forum with the text as title, author and post."""
    made = forum(2)
    shown = escape(payload)
    made.posts[0].text = shown
    served = made.page(1).decode().replace("屋顶菜园第三年，把账和教训都写下来", shown).replace("豆角架", shown)
    return forumclean.clean(served, name=payload, url="https://bbs.example/thread-77-1-1.html")


def elements(markup: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every element that a browser would make, with the names of its attributes."""
    found = html.document_fromstring(f"<!DOCTYPE html><body>{markup}</body>")
    return [(str(e.tag), tuple(sorted(map(str, e.keys())))) for e in found.iter()]


def addresses(markup: str) -> list[str]:
    """Where links and pictures lead."""
    return found_in(html.document_fromstring(f"<body>{markup}"), "//@href | //@src")


def found_in(tree: HtmlElement, path: str) -> list[str]:
    """What an XPath finds."""
    return [str(one) for one in cast("list[object]", tree.xpath(path))]


def test_the_page_of_these_tests_says_what_it_is_given():
    article = page("甲 & 乙")
    assert (article.thread.title, article.posts[0].facts.author) == ("甲 & 乙", "甲 & 乙")
    assert "甲 & 乙" in article.to_text()


# ── YAML ────────────────────────────────────────────────────────────────────────────────────────


@ALL
def test_front_matter_gives_the_same_values_back(payload):
    head, _ = split_front(laden(payload).to_markdown())
    text = "\n".join(head)
    assert len(text.splitlines()) == len(head) == len(BOUND_TO_BE)  # splitlines ends lines wherever any reader might
    many = [payload, payload]
    want = dict.fromkeys(BOUND_TO_BE, payload) | {"board": many, "authors": many}
    assert yaml.safe_load(text) == want


@ALL
def test_front_matter_of_a_page_has_no_key_of_the_page(payload):
    head, _ = split_front(page(payload).to_markdown())
    found = yaml.safe_load("\n".join(head))
    assert found.keys() <= BOUND_TO_BE
    assert found["url"] == "https://bbs.example/thread-77-1-1.html"
    assert "\n" not in found["title"]


# ── Markdown ────────────────────────────────────────────────────────────────────────────────────


@ALL
def test_markdown_has_the_elements_of_a_harmless_article(payload):
    def rendered(text: str) -> str:
        return str(READER.render(split_front(laden(text).to_markdown())[1]))

    ours, theirs = rendered("甲乙"), rendered(payload)
    assert [e for e in elements(theirs) if e[0] != "code"] == [e for e in elements(ours) if e[0] != "code"]
    assert len(addresses(ours)) == len(addresses(theirs)) > 5
    assert all(address.startswith(SCHEMES) for address in addresses(theirs))


@ALL
def test_markdown_of_a_page_has_no_element_of_its_text(payload):
    rendered = READER.render(split_front(page(payload).to_markdown())[1])
    assert {tag for tag, _ in elements(rendered)} <= {"html", "body", "h1", "h2", "p", "ul", "ol", "li", "blockquote", "em", "table",
                                                      "thead", "tbody", "tr", "th", "td"}  # fmt: skip
    assert addresses(rendered) == []


# ── HTML ────────────────────────────────────────────────────────────────────────────────────────


@ALL
@pytest.mark.parametrize("make", [laden, page])
def test_the_page_of_an_explanation_has_the_elements_of_a_harmless_one(payload, make):
    ours, theirs = (html.document_fromstring(to_html(explain(make(text)))) for text in ("甲乙", payload))
    assert {(e.tag, *sorted(e.keys())) for e in theirs.iter() if isinstance(e.tag, str)} <= {
        (e.tag, *sorted(e.keys())) for e in ours.iter() if isinstance(e.tag, str)
    }
    for name in ("script", "style", "title", "meta", "main", "header", "footer"):
        assert len(theirs.findall(f".//{name}")) == len(ours.findall(f".//{name}"))
    assert [e.text for e in theirs.iter("script", "style")] == [e.text for e in ours.iter("script", "style")]
    assert all(address.startswith(SCHEMES) for address in found_in(theirs, "//@href | //@src"))
    assert found_in(theirs, "//comment() | //processing-instruction()") == []
    ids = found_in(theirs, "//@id")
    assert len(ids) == len(set(ids))
