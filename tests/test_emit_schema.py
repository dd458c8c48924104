"""The JSON Schema says exactly what ``to_dict`` gives: every article fits, and nothing else does."""

from __future__ import annotations

import copy
import json
import types
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any, get_args

import pytest
from articles import article_of, articles_of
from hostile import articles
from hypothesis import HealthCheck, given, settings
from inputs import FIXTURES, fixtures
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

import forumclean
from forumclean import ForumcleanError, emit
from forumclean.article import Article
from forumclean.emit.asjson import BLOCKS, block_dict
from forumclean.model import (
    Attachment,
    Block,
    Byline,
    BylineFacts,
    Code,
    Comment,
    Edited,
    Heading,
    Hidden,
    Image,
    ListBlock,
    MaskEntry,
    Media,
    Paragraph,
    Poll,
    PollOption,
    Post,
    PostFacts,
    Price,
    Quote,
    Rating,
    Removed,
    Reward,
    Rule,
    Span,
    Table,
    ThreadFacts,
    Withheld,
)

Json = dict[str, Any]


@cache
def schema() -> Json:
    found: Json = json.loads(emit.schema())
    return found


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def fits(document: object) -> bool:
    return bool(validator().is_valid(document))


SPANS = (Span(0, 1, "strong"), Span(0, 2, "link", "http://a.example"))
EVERY: tuple[Block, ...] = (
    Paragraph("甲乙", SPANS),
    Heading("甲乙", 2, "01", SPANS),
    Image("a.jpg", "a.jpg", "图", "甲乙", SPANS),
    Quote("甲乙\n丙", "老陈", "2024-04-08T09:12", 3, SPANS),
    ListBlock(ordered=True, items=("甲乙", "丙"), spans=(SPANS, ())),
    Code("x = 1\n  y", "python"),
    Table((("甲乙", ""), ("丙",)), ((SPANS, ()), ((),))),
    Attachment("a.zip", "http://a.example", "说明", "3 KB"),
    Media("http://a.example/b.mp4"),
    Hidden("reply", "回复可见"),
    Byline("文 | 甲", SPANS[:1]),
    Rule(),
)


def full() -> Article:
    """An article with every field that there is."""
    facts = PostFacts(
        floor=1,
        pid=13,
        author="老陈",
        published="2024-03-15T10:30",
        edited=Edited("老陈", "2024-03-16T08:00:09"),
        signature="签名",
        comments=(Comment("甲", "好", "2024-03-17"),),
        ratings=(Rating("乙", "金钱", -3, "凑数"),),
        withheld=Withheld("pay", "需支付"),
    )
    thread = ThreadFacts(
        tid=5,
        title="最好的题",
        url="http://a.example/1",
        site="站",
        board=("一", "二"),
        kind="poll",
        views=516,
        replies=0,
        tags=("标",),
        pages=(1, 2),
        platform="Discuz! X3.5",
        poll=Poll(multiple=True, max=2, voters=6, options=(PollOption("甲", 3, 37.5), PollOption("乙", None, None))),
        reward=Reward(30, "金钱", solved=True, best_pid=56),
        price=Price(12, "金钱"),
    )
    words = (("最好", 0.9), ("最早", 0.05))
    masks = (
        MaskEntry(None, None, ("title",), 0, "*", "最好", 0.9, restored=True, candidates=words),
        MaskEntry(0, 4, ("items", 1), 0, "**", None, None, restored=False),
        MaskEntry(0, 6, ("rows", 1, 0), 0, "*", "最早", 0.3, restored=False, candidates=words),
    )
    made = article_of([Post(facts, EVERY, BylineFacts("站", ("甲",), None))], thread)
    return replace(made, masks=masks, removed={"noise/jammer-font": Removed(64, 1536)}, warnings=("页 2 不在",))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_an_article_with_every_field_fits() -> None:
    validator().validate(full().to_dict())
    assert json.loads(full().to_json()) == json.loads(emit.to_jsonl(full())) == full().to_dict()
    assert emit.to_jsonl(full()).count("\n") == 1


@given(articles())
@settings(derandomize=True, deadline=None, database=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_random_articles_fit(article: Article) -> None:
    validator().validate(json.loads(article.to_json()))


def test_every_type_of_block_has_its_form() -> None:
    union = get_args(Block) or (Block,)
    assert set(BLOCKS) == set(union) == {type(block) for block in EVERY}
    assert isinstance(Block, types.UnionType)
    names = {part["$ref"].removeprefix("#/$defs/") for part in schema()["$defs"]["block"]["oneOf"]}
    assert names == {block_dict(block)["type"] for block in EVERY}


def test_spans_stand_where_there_are_some_and_nowhere_else() -> None:
    assert "spans" not in block_dict(Paragraph("甲"))
    assert "spans" not in block_dict(ListBlock(ordered=False, items=("甲",), spans=((),)))
    assert "spans" not in block_dict(Table((("甲",),), (((),),)))
    assert block_dict(EVERY[0])["spans"] == [
        {"start": 0, "end": 1, "kind": "strong"},
        {"start": 0, "end": 2, "kind": "link", "href": "http://a.example"},
    ]


# ── what does not fit ───────────────────────────────────────────────────────────────────────────


def objects(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Json]]:
    """Every object of a document and where it stands; ``removed`` is a map."""
    if isinstance(value, dict):
        if path != ("removed",):
            yield path, value
        for key, inner in value.items():
            yield from objects(inner, (*path, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from objects(inner, (*path, i))


def at(document: Any, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - any JSON
    for key in path:
        document = document[key]
    return document


def test_no_object_takes_a_key_that_is_not_in_the_contract() -> None:
    document = full().to_dict()
    paths = [path for path, _ in objects(document)]
    assert len(paths) > 40
    for path in paths:
        wrong = copy.deepcopy(document)
        at(wrong, path)["more"] = 1
        assert not fits(wrong), path


def test_no_object_may_lack_a_key() -> None:
    document = full().to_dict()
    for path, found in objects(document):
        for key in found:
            if key == "spans":
                continue
            wrong = copy.deepcopy(document)
            del at(wrong, path)[key]
            assert not fits(wrong), (path, key)


def test_every_value_has_a_type() -> None:
    document = full().to_dict()
    for path, found in objects(document):
        for key in found:
            wrong = copy.deepcopy(document)
            at(wrong, path)[key] = {"no": "such"}
            assert not fits(wrong), (path, key)


def changed(*path: str | int, to: object) -> Callable[[Json], None]:
    def change(document: Json) -> None:
        at(document, path[:-1])[path[-1]] = to

    return change


WRONG = {
    "time": changed("posts", 0, "published", to="2024-3-15 10:30"),
    "hour": changed("posts", 0, "published", to="2024-03-15T24:30"),
    "quoted time": changed("posts", 0, "blocks", 3, "time", to="昨天"),
    "edit time": changed("posts", 0, "edited", "at", to=""),
    "comment time": changed("posts", 0, "comments", 0, "at", to="2024-13-01"),
    "floor": changed("posts", 0, "floor", to=0),
    "level": changed("posts", 0, "blocks", 1, "level", to=1),
    "empty paragraph": changed("posts", 0, "blocks", 0, "text", to=" "),
    "two lines": changed("posts", 0, "blocks", 0, "text", to="甲\n乙"),
    "block type": changed("posts", 0, "blocks", 11, "type", to="line"),
    "condition": changed("posts", 0, "blocks", 9, "condition", to="blocked"),
    "reason": changed("posts", 0, "withheld", "reason", to="hidden"),
    "kind": changed("thread", "kind", to="special"),
    "source kind": changed("source", "kind", to="pdf"),
    "hash": changed("source", "sha256", to="0" * 63),
    "span kind": changed("posts", 0, "blocks", 0, "spans", 0, "kind", to="bold"),
    "no spans": changed("posts", 0, "blocks", 0, "spans", to=[]),
    "href of no link": changed("posts", 0, "blocks", 0, "spans", 0, "href", to="http://a.example"),
    "link without href": changed("posts", 0, "blocks", 0, "spans", 1, to={"start": 0, "end": 2, "kind": "link"}),
    "rule name": changed("removed", to={"jammer": {"count": 1, "characters": 2}}),
    "rule count": changed("removed", to={"noise/jammer": {"count": 0, "characters": 2}}),
    "probability": changed("masks", 0, "probability", to=1.5),
    "mask place": changed("masks", 1, "in", to=["items"]),
    "mask of the title": changed("masks", 0, "block", to=3),
    "mask in the title": changed("masks", 1, "in", to=["title"]),
    "restored to nothing": changed("masks", 1, "restored", to=True),
    "mask": changed("masks", 1, "mask", to="#"),
    "candidate": changed("masks", 0, "candidates", to=[["最好"]]),
    "warning": changed("warnings", to=[""]),
    "schema": changed("schema", to="forumclean.article/2"),
    "poll percent": changed("poll", "options", 0, "percent", to=101),
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_wrong_values_do_not_fit(change: Callable[[Json], None]) -> None:
    document: Json = copy.deepcopy(full().to_dict())
    change(document)
    assert not fits(document)


# ── what the stages give ────────────────────────────────────────────────────────────────────────


def test_every_fixture_fits() -> None:
    found = 0
    for path in fixtures():
        try:
            article = forumclean.clean(path.read_bytes(), name=str(path.relative_to(FIXTURES)))
        except ForumcleanError:
            continue
        errors = [f"{list(e.path)}: {e.message[:200]}" for e in validator().iter_errors(article.to_dict())]
        assert not errors, path
        found += 1
    assert found


def test_an_article_without_posts_fits() -> None:
    validator().validate(articles_of().to_dict())
