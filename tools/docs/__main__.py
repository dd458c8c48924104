"""Write the generated pages, or say which are stale.

python -m tools.docs [--check]
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.pop("FORUMCLEAN_TABLES", None)

from tools.docs.cli import cli
from tools.docs.rules import rules
from tools.docs.schema import schema

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"cli.md": cli, "rules.md": rules, "schema.md": schema}


def main() -> int:
    """Exit code 1 where ``--check`` finds a page that is not what the code says."""
    stale = [
        name for name, make in PAGES.items() if not (DOCS / name).exists() or (DOCS / name).read_text("utf-8") != make()
    ]
    if "--check" in sys.argv[1:]:
        for name in stale:
            print(f"docs/{name} is stale: run python -m tools.docs", file=sys.stderr)
        return int(bool(stale))
    for name in stale:
        (DOCS / name).write_text(PAGES[name](), "utf-8")
        print(f"wrote docs/{name}")
    return 0


sys.exit(main())
