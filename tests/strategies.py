# ruff: noqa: E501 - tables whose rows are longer than a line of code
"""What hypothesis makes texts and pages of: prose of our own with awkward edges, noise of every version, markup of any kind."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from html import escape

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jammer import collapsed, folded, jammer, joined, kept, nodes, planted, spaced, tight

LONG = 60
"""So many times as many examples in a long run, of other seeds each time."""


def for_all(count: int, **of: st.SearchStrategy[object]) -> Callable[[Callable[..., None]], Callable[[int], None]]:
    """Makes a test of a check: so many examples, the same each time; under the mark ``long`` many more, each time others."""

    def make(check: Callable[..., None]) -> Callable[[int], None]:
        @pytest.mark.parametrize(
            "times", [1, pytest.param(LONG, marks=(pytest.mark.long, pytest.mark.timeout(0)))], ids=["quick", "long"]
        )
        def test(times: int) -> None:
            how = settings(
                max_examples=count * times,
                derandomize=times == 1,
                deadline=None,
                database=None,
                report_multiple_bugs=False,
                phases=(Phase.generate,) if times == 1 else (Phase.generate, Phase.shrink),
                suppress_health_check=list(HealthCheck),
            )
            how(given(**of)(check))()

        return test

    return make


# ── prose ───────────────────────────────────────────────────────────────────────────────────────

STARTS = (
    "母亲把",
    "第二天，",
    "「",
    "“没有回信”，",
    "老周说：",
    "厂里的会计",
    "一、",
    "《账本》里",
    "……",
    "（注）",
    "渡口的",
)
WORDS = ("账本摊在桌上", "GPT-4", "13B", "386", "算了三遍", "1,299 元", "K-7", "Hugging Face", "x1、x2", "https://a.example/?b=1&c=2", "3 < 4",
         "A & B", "没有人来", "C:\\dir", "#3", "50%", "[图]", "{甲}", "snake_case", "等到 2024 年", "`ls -l`", "~", "|", "e=mc^2")  # fmt: skip
ENDS = ("。", "！", "？”", "……", "（第三页）", "，后来谁也没再提。", "两种", "」", "；", "的人", "》")
rngs = st.integers(0, 2**32).map(random.Random)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A line that begins and ends in Chinese, with anything inside."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
    glue = draw(st.sampled_from(("，", "、", "", "和")))
    return draw(st.sampled_from(STARTS)) + glue.join(words) + draw(st.sampled_from(ENDS))


lines = st.lists(st.builds(str.__add__, st.sampled_from(("", "　　")), sentences()), min_size=8, max_size=24)
"""Lines of an article, some indented."""

# ── noise of every version, as pages carry it ───────────────────────────────────────────────────

SEO = ("bbs.garden.example", "菜畦论坛", "屋顶种植,阳台", "")


def _with_word(rng: random.Random) -> str:
    return rng.choice(SEO) + jammer(rng)


def _old(rng: random.Random) -> str:
    return tight(rng, low=32)


def _nt(rng: random.Random) -> str:
    odd = [chr(rng.choice([*range(1, 9), *range(32, 127), *range(160, 256)])) for _ in range(20)]
    return "".join(odd[:10]) + "www.hewan-bbs.example" + "".join(odd[10:])


def _around(opening: str, closing: str) -> Callable[[str], str]:
    return lambda noise: opening + escape(noise, quote=False) + closing


PAGES: Mapping[str, tuple[Callable[[random.Random], str], Callable[[str], str]]] = {
    "x-font": (jammer, _around('<font class="jammer">', "</font>")),
    "x-span": (jammer, _around('<span style="display:none">', "</span>")),
    "x-div": (jammer, _around('<div style="display: none;">', "</div>")),
    "7-size": (_with_word, _around('<font style="font-size:0px;color:#FFF">', "</font>")),
    "7-hidden": (_with_word, _around('<span style="color:#fff; DISPLAY:NONE">', "</span>")),
    "6-tight": (_old, _around('<font style="font-size:0px">', "</font>")),
    "nt-span": (_nt, _around('<span class="jammer">', "</span>")),
    "plug-in": (lambda _: "本文来自河湾论坛，转载请注明。", _around('<font class="jammer">', "</font>")),
    "site-style": (jammer, _around('<span class="x9k">', "</span>")),
}
"""By version: what makes a string of noise, and the element that hides it."""

HEAD = """<!DOCTYPE html><html><head><meta charset="utf-8" /><meta name="generator" content="Discuz! X3.5" />
<title>河湾的水退了 - 河湾论坛 - Powered by Discuz!</title><style>.x9k { display: none; }</style></head><body>
<div id="postlist"><h1><span id="thread_subject">河湾的水退了</span></h1><div id="post_9"><table id="pid9"><tr><td class="plc">
<div class="authi"><em id="authorposton9">发表于 2024-4-8 09:12</em></div><div class="pct"><div class="pcb"><div class="t_fsz"><table><tr>
<td class="t_f" id="postmessage_9">
"""
TAIL = """</td></tr></table></div></div></div></td></tr></table></div></div></body></html>"""


def page(inside: str) -> str:
    """A page of X3.5 whose one post holds some markup."""
    return HEAD + inside + TAIL


def page_of(written: Sequence[str], rng: random.Random | None = None, version: str = "x-font") -> str:
    """A page of lines, with noise at each line break where there is a source of chance."""
    if rng is None:
        return page("<br />\n".join(escape(line, quote=False) for line in written))
    make, hide = PAGES[version]
    out = escape(written[0], quote=False)
    for line in written[1:]:
        hidden = hide(make(rng))
        shown = escape(line, quote=False)
        out += f"{hidden}<br />\n{shown}" if rng.random() < 0.5 else f"<br />\n{hidden}{shown}"
    return page(out)


# ── noise in dumps ──────────────────────────────────────────────────────────────────────────────

DUMPS = {
    "kept": lambda parts, _: kept(parts),
    "folded": lambda parts, _: folded(parts),
    "spaced": lambda parts, _: spaced(parts),
    "nodes": lambda parts, _: nodes(parts),
    "collapsed": lambda parts, _: collapsed(parts),
    "joined": joined,
}
"""What tools that save text make of lines with noise."""


def dump_of(written: Sequence[str], rng: random.Random, form: str) -> tuple[str, list[str]]:
    """A dump with noise at each line break, and the lines of it without."""
    made = DUMPS[form](planted(written, rng), rng)
    return made.text, [line.strip() for line in made.lines if line.strip()]


# ── markup of any kind ──────────────────────────────────────────────────────────────────────────

TAGS = ("b", "i", "u", "font", "div", "p", "span", "a", "ul", "ol", "li", "table", "tr", "td", "blockquote", "pre", "strong", "em", "h3", "center",
        "ignore_js_op", "dl", "dd", "code", "del", "sup", "label", "textarea", "em", "form", "script", "style")  # fmt: skip
ATTRS = ("", "", "", ' class="quote"', ' class="blockcode"', ' class="jammer"', ' class="pstatus"', ' style="display:none"', ' class="locked"',
         ' href="http://a.example/?b=1&c=2"', ' size="5"', ' class="t_f"', ' id="postmessage_10"', ' class="pcb"', ' id="aimg_3"', " x='", ' class="showhide"',
         ' class="attnm"', ' class="x9k"', ' align="center"', ' style="font-weight:bold"')  # fmt: skip
PIECES = ("水退了", " ", "\n", "　　", "&nbsp;", "&amp;", "&lt;b&gt;", "&#0;", "&", "<", ">", "<br />", "<br>", "<hr />", "<!-- 注 -->", "<!--", "-->", "*", "最*的",
          "<img src='a.jpg' />", "<img smilieid='3' src='b.gif' />", "<img file='c.jpg' id='aimg_4' alt='图' />", "<iframe src='//v.example'></iframe>",
          "[attach]3[/attach]", "第 1 节", "一、", "1. ", "- ", "|", "`", "[b]", "\u200b", "\ud800", "\x00", "\x1b[31m", "\u202e", "</td></tr></table>",
          "本帖最后由 阿舟 于 2024-4-8 09:12 编辑", "6 w( ~' L5 M2 }# B% O", "<![CDATA[", "]]>", "<a", "</", "&#x1F600;", "\r\n", "图1：渡口", "文 | 老周", "](x)", "---")  # fmt: skip


@st.composite
def markup(draw: st.DrawFn) -> str:
    """Tags that open and close as they like, with text, entities and half tags between."""
    out: list[str] = []
    opened: list[str] = []
    for _ in range(draw(st.integers(1, 24))):
        what = draw(st.integers(0, 9))
        if what < 4:
            out.append(draw(st.sampled_from(PIECES)))
        elif what < 7:
            opened.append(draw(st.sampled_from(TAGS)))
            out.append(f"<{opened[-1]}{draw(st.sampled_from(ATTRS))}>")
        elif what < 9 and opened:
            out.append(f"</{opened.pop()}>")
        else:
            out.append(f"</{draw(st.sampled_from(TAGS))}>")
    if draw(st.booleans()):
        out += (f"</{tag}>" for tag in reversed(opened))
    return "".join(out)
