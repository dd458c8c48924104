"""The page of the article's JSON, out of its schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from tools.docs.markup import code, prose, table

from forumclean.emit import schema as schema_text

HEAD = """# The article as JSON

Made from the schema by `python -m tools.docs`; a test compares the two. `forumclean schema` prints the schema itself (JSON Schema,
draft 2020-12), `forumclean clean -f json` (or `jsonl`) writes articles that fit it.

How to read it:

- What the page does not say is `null` (of a list: empty). Nothing is guessed.
- Times are ISO 8601 in the forum's own time. A relative time (`2 小时前`) whose full time is not on the page is `null`.
- `posts` stand in reading order, each with flat `blocks`; `outline` lists the headings by the indexes of post and block.
- A mask is found by `post`, `block`, `in` and `offset`: `posts[post].blocks[block]`, there the string that `in` names (`["text"]`,
  `["items", 2]`, `["rows", 0, 1]`, `["caption"]`), in it the character at `offset`. In the title `post` is `null` and `in` is `["title"]`.
- `word` and `probability` of a mask are `null` where there is no candidate; `restored` says whether the word was put in. A word
  that a reader decided has probability 1.
- `spans` of a block are links and emphasis, as ranges of its text. Offsets count characters (code points), ends are exclusive.

```python
import json, sys

article = json.load(open("thread.json", encoding="utf-8"))
for mask in article["masks"]:
    if mask["post"] is not None and mask["in"] == ["text"]:
        text = article["posts"][mask["post"]]["blocks"][mask["block"]]["text"]
        print(text[: mask["offset"]], "→", mask["word"], mask["probability"])
```
"""


def schema() -> str:
    """The whole page."""
    whole = json.loads(schema_text())
    parts = [HEAD, *_object("The article", whole)]
    for name, definition in whole["$defs"].items():
        parts += _object(f"`{name}`", definition)
    return "\n".join(parts)


def _object(title: str, definition: dict[str, Any]) -> Iterator[str]:
    yield f"## {title}\n"
    if "description" in definition:
        yield prose(definition["description"]) + "\n"
    properties = definition.get("properties")
    if properties is None:
        yield f"{_type(definition)}\n"
        return
    required = definition.get("required", ())
    rows = [
        (f"`{name}`" + ("" if name in required else " (may be absent)"), _type(one), prose(_told(one)))
        for name, one in properties.items()
    ]
    yield table(("key", "type", "meaning"), rows)


def _told(one: dict[str, Any]) -> str:
    for place in (one, *one.get("anyOf", ()), *one.get("oneOf", ()), one.get("items", {})):
        if isinstance(place, dict) and "description" in place:
            return str(place["description"])
    return ""


def _type(one: dict[str, Any]) -> str:
    """What a value is, in few words."""
    for key, told in TYPES.items():
        if key in one:
            return told(one[key])
    if one.get("type") == "array" and one.get("items"):
        return f"list of {_type(one['items'])}"
    kind = one.get("type", "any")
    return " or ".join(map(str, kind)) if isinstance(kind, list) else str(kind)


def _values(values: list[Any]) -> str:
    return ", ".join(code(json.dumps(value, ensure_ascii=False)) for value in values)


def _link(reference: str) -> str:
    name = reference.rpartition("/")[2]
    return f"[{name}](#{name})"


def _either(parts: list[dict[str, Any]]) -> str:
    return " or ".join(map(_type, parts))


TYPES: dict[str, Callable[[Any], str]] = {
    "$ref": _link,
    "const": lambda value: _values([value]),
    "enum": _values,
    "anyOf": _either,
    "oneOf": _either,
    "properties": lambda names: "object with " + ", ".join(f"`{name}`" for name in names),
}
"""How a value is told, by what its schema has."""
