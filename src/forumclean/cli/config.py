"""``forumclean config``: the settings in force and where they come from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from forumclean.cli.commands import Command
from forumclean.cli.output import write_stdout
from forumclean.settings import Settings
from forumclean.settings.keys import KEYS
from forumclean.settings.tables_check import rows_by_file
from forumclean.tables import added
from forumclean.visible import shown


@click.command(cls=Command, epilog="Example: forumclean config -f json")
@click.option(
    "-f",
    "--format",
    "as_",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="What comes out.",
)
@click.pass_obj
def command(found: Settings, as_: str) -> None:
    """Show which settings are in force, which file each comes from, and which tables are added.

    All tables are tried: a wrong row of yours is named with its file.
    """
    facts = _facts(found, rows_by_file())
    write_stdout(json.dumps(facts, ensure_ascii=False, indent=2) + "\n" if as_ == "json" else "".join(_lines(facts)))


def _facts(found: Settings, rows: dict[str, int]) -> dict[str, Any]:
    own = {name: count for name, count in rows.items() if any(folder in Path(name).parents for folder in added())}
    return {
        "settings": {name: {"value": one.value, "from": one.origin} for name, one in found.values.items()},
        "files": [{"path": str(path), "found": is_there} for path, is_there in found.files],
        "tables": {"shipped": sum(rows.values()) - sum(own.values()), "added": own},
    }


def _lines(facts: dict[str, Any]) -> Iterator[str]:
    for name, one in facts["settings"].items():
        value = json.dumps(one["value"], ensure_ascii=False) if one["value"] is not None else "not set"
        yield shown(f"{name:16} {value:12} {one['from']}") + "\n"
        yield f"{'':16} {KEYS[name].what}\n"
    yield "\n"
    for file in facts["files"]:
        yield shown(f"{'read' if file['found'] else 'not there':16} {file['path']}") + "\n"
    yield f"{'tables':16} {facts['tables']['shipped']} rows shipped\n"
    for name, count in facts["tables"]["added"].items():
        yield shown(f"{'added':16} {name}: {count} rows") + "\n"
