"""What an explanation says of an input: every character in a piece, every rule with a reason, nothing hostile shown."""

from __future__ import annotations

import json
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inputs import ABSENT, FIXTURES, ROOT, captures, fixtures
from ranked import ranked

import forumclean
from forumclean import ForumcleanError, Options, UsageError, explain
from forumclean.article import Article
from forumclean.explaining import asjson, narrowed
from forumclean.explaining.diff import unified
from forumclean.explaining.html.rows import rows
from forumclean.explaining.pieces import pieces_of
from forumclean.explaining.reasons import NO_REASON, reason
from forumclean.explaining.show import lines, narrow_lines
from forumclean.explaining.transcript import transcript
from forumclean.explaining.types import KEPT, MASK, NOISE, WORD, Piece
from forumclean.ledger import Passage, edited
from forumclean.model import Edit
from forumclean.visible import shown

DUMP = (FIXTURES / "thread.txt").read_bytes()
SGR_RE = re.compile(r"\x1b\[[0-9;]*m")
RULE_RE = re.compile(r'"((?:chrome|noise|layout|restore|width)/[a-z0-9-]+)"')


def articles() -> list[Article]:
    found = []
    for path in fixtures():
        try:
            found.append(forumclean.clean(path.read_bytes(), name=path.name))
        except ForumcleanError:
            continue
    assert len(found) > 15
    return found


ARTICLES = articles()


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.source.name)
def test_the_pieces_are_the_input_and_the_result(article):
    found = explain(article)
    assert "".join(piece.old for piece in found.pieces) == article.passage.origin
    assert "".join(piece.new for piece in found.pieces) == article.passage.text
    assert sum(found.characters.values()) == len(article.passage.origin)
    assert {count.rule: count.taken for count in found.rules if count.taken} == {
        rule: removed.characters for rule, removed in article.removed.items()
    }


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.source.name)
def test_every_rule_that_acts_has_a_reason(article):
    assert [count.rule for count in explain(article).rules if count.why == NO_REASON] == []


def test_every_rule_in_the_code_has_a_reason():
    source = [path for path in (ROOT / "src").rglob("*.py") if path.name != "ledger.py"]
    named = {rule for path in source for rule in RULE_RE.findall(path.read_text("utf-8"))}
    assert len(named) > 30
    assert sorted(rule for rule in named - {"noise/x", "noise/example"} if reason(rule) == NO_REASON) == []


def test_words_put_in_and_masks_that_stay():
    found = explain(ranked(DUMP))
    words = [(p.old, p.new, p.probability) for p in found.pieces if p.kind == WORD]
    assert words == [("*", "第一个", 0.91), ("*", "最", 0.97), ("*", "最", 0.88)]
    stay = [(p.old, p.word, p.probability) for p in found.pieces if p.kind == MASK]
    assert stay == [("*", "最低", 0.41), ("*", None, None)]
    text = "\n".join(lines(found, width=100))
    assert "全市场{+第一个+}[* 91%]报名的人" in text
    assert "算得上{?*?}[最低? 41%]水平" in text
    assert "第一个 91%, 最早 6%, 首个 2%" in text
    assert "masked words: 3 put in, 2 left as they are" in text


def test_the_transcript_without_its_brackets_is_the_input():
    found = explain(forumclean.clean(DUMP, options=Options(masks="keep")))
    told = transcript(found.pieces, full=True)
    plain = "\n".join("".join(s.text for s in line if s.style != "note") for line in told)
    want = [line for line in DUMP.decode().split("\n") if line.strip()]
    assert [line for line in plain.split("\n") if line.strip()] == want


def test_long_stretches_are_folded_unless_all_is_asked_for():
    head = "\n".join(f"菜单 {i}" for i in range(40))
    piece = Piece(0, len(head), "chrome", head, "", "chrome/page-head")
    folded = ["".join(s.text for s in line) for line in transcript([piece])]
    assert folded == ["菜单 0", "菜单 1", "菜单 2", "… 35 lines more by chrome/page-head …", "菜单 38", "菜单 39"]
    assert len(list(transcript([piece], full=True))) == 40


def test_the_outline_is_a_tree_in_colour_and_indented_without():
    found = explain(forumclean.clean(DUMP))
    coloured = SGR_RE.sub("", "\n".join(lines(found, width=100, colour=True)))
    assert "├── 02 账本比菜谱更难写\n│   └── 不收会费的邻居" in coloured
    assert "\n  02 账本比菜谱更难写\n    不收会费的邻居" in "\n".join(lines(found, width=100))


def test_colour_marks_what_went_and_what_came():
    coloured = "\n".join(lines(explain(ranked(DUMP)), width=100, colour=True))
    assert re.search(r"\x1b\[[0-9;]*9[0-9;]*m0 \\\$ h' }, k\" o\x1b\[0m", coloured), "noise is struck through"
    assert re.search(r"\x1b\[1;[0-9;]*m第一个\x1b\[0m", coloured)


def test_rules_narrow_the_view():
    found = narrowed(explain(forumclean.clean(DUMP)), ["noise/*"])
    assert {piece.kind for piece in found.pieces} == {NOISE}
    assert [count.rule for count in found.rules] == ["noise/jammer"]
    shown_lines = "\n".join(narrow_lines(found, width=100))
    assert "160: [-0 \\$ h' }, k\" o-]　　他在这个摊位" in shown_lines
    assert "chrome/" not in shown_lines
    with pytest.raises(UsageError, match=r"no rule noise/none acted.*noise/jammer"):
        narrowed(found, ["noise/none"])


def test_joined_pages_are_refused():
    one = forumclean.clean(DUMP)
    with pytest.raises(UsageError, match="each page"):
        explain(forumclean.join([one, one], one.options))


def test_json_holds_the_same_facts():
    found = explain(ranked(DUMP))
    facts = json.loads(asjson.to_json(found))
    assert facts["schema"] == "forumclean.explanation/1"
    assert facts["characters"] == found.characters
    text = found.article.passage.origin
    assert all(text[e["start"] : e["end"]] == e["old"] for e in facts["edits"])
    words = [e for e in facts["edits"] if e["rule"] == "restore/word"]
    assert words[0]["candidates"] == [["第一个", 0.91], ["最早", 0.06], ["首个", 0.02]]
    assert {r["rule"] for r in facts["rules"]} == {count.rule for count in found.rules}
    assert facts["charset"]["encoding"] == "utf-8"
    assert facts["outline"][0]["title"] == "一口大锅，四张折叠桌"


def test_what_a_terminal_would_act_on_is_shown_as_an_escape():
    hostile = "标题\x1b]0;pwned\x07\x9b31m\u202e反\u200b了\x00\n正文也\x1b[2J有。\n"
    found = explain(forumclean.clean(hostile.replace("\x00", "") + "第二段。\n"))
    for colour in (False, True):
        text = SGR_RE.sub("", "\n".join(lines(found, width=80, colour=colour)))
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e]", text)
    assert shown("\ud800\u2066甲　乙\xa0丙") == "\\ud800\\u2066甲　乙\xa0丙"


# ── the diff ────────────────────────────────────────────────────────────────────────────────────


def patched(before: str, diff: list[str]) -> str:
    """The text after a unified diff, applied the simple way; every context line is checked."""
    source = [line + "\n" for line in before.split("\n")]
    source[-1] = source[-1][:-1]
    source = [line for line in source if line]
    out: list[str] = []
    at = 0
    rows = "".join(diff).split("\n")[2:-1] if diff else []
    for i, row in enumerate(rows):
        ended = not (i + 1 < len(rows) and rows[i + 1].startswith("\\"))
        line = row[1:] + ("\n" if ended else "")
        if row.startswith("@@"):
            start, length = map(int, row.split()[1][1:].split(","))
            begin = start - 1 if length else start
            out += source[at:begin]
            at = begin
        elif row[0] in " -":
            assert source[at] == line
            at += 1
            out += [line] if row[0] == " " else []
        elif row[0] == "+":
            out.append(line)
    return "".join(out + source[at:])


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.source.name)
def test_the_diff_makes_the_result_of_the_input(article):
    found = explain(article)
    diff = list(unified(article.passage.origin, found.pieces, "x"))
    assert patched(article.passage.origin, diff) == article.passage.text


@given(
    st.text(alphabet="ab\n", min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6), st.text(alphabet="x\n", max_size=3))),
)
def test_any_edits_make_a_diff_that_applies(text, wishes):
    edits, reached = [], 0
    for start, length, new in sorted(wishes):
        if reached <= start <= len(text):
            end = min(start + length, len(text))
            edits.append(Edit(start, end, text[start:end], new, "noise/any"))
            reached = end + 1
    pieces = list(pieces_of(Passage.of(text).apply(edits)))
    assert patched(text, list(unified(text, pieces, "x"))) == edited(text, edits)


def test_equal_texts_have_no_diff():
    assert list(unified("甲\n乙\n", [Piece(0, 4, KEPT, "甲\n乙\n", "甲\n乙\n")], "x")) == []


def test_a_long_input_is_explained_in_linear_time():
    def seconds(lines_: int) -> float:
        text = "字\x1b[31m x\n" * lines_
        edits = [Edit(i, i + 2, "x\n", "", "noise/any") for i in range(7, len(text), 9)]
        passage = Passage.of(text).apply(edits)
        begun = time.process_time()
        pieces = list(pieces_of(passage))
        assert sum(1 for _ in transcript(pieces)) > 0
        assert sum(1 for _ in unified(text, pieces, "x")) > 0
        return time.process_time() - begun

    seconds(1000)
    small, large = min(seconds(10_000) for _ in range(3)), seconds(110_000)
    assert large < 33 * small + 0.1


@pytest.mark.skipif(not captures(), reason=ABSENT)
@pytest.mark.timeout(180)
def test_all_this_holds_for_captures_too():
    seen = 0
    for path in captures()[::6]:
        try:
            article = forumclean.clean(path.read_bytes(), name=path.name)
        except ForumcleanError:
            continue
        seen += 1
        found = explain(article)
        origin, text = article.passage.origin, article.passage.text
        assert ("".join(p.old for p in found.pieces), "".join(p.new for p in found.pieces)) == (origin, text), path
        assert patched(origin, list(unified(origin, found.pieces, "x"))) == text, path
        assert [count.rule for count in found.rules if count.why == NO_REASON] == [], path
        laid = list(rows(found))
        assert "".join(p.old for row in laid for p in row.pieces) == origin, path
        blocks = sorted((row.post, k) for row in laid for k in row.blocks)
        assert blocks == [(i, k) for i, post in enumerate(article.posts) for k in range(len(post.blocks))], path
    assert seen > 40
