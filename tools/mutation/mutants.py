"""The mutants of an area: a copy of the checkout that holds them all, their names, and what each changes.

mutmut makes them: each function becomes many in its module, and a variable of the process says which of them is called.
"""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from mutmut.mutation.file_mutation import compute_function_hashes, mutate_file_contents
from mutmut.utils.format_utils import get_mutant_name, mangled_name_from_mutant_name

ROOT = Path(__file__).parents[2]
SHOWN = ("tests", "fixtures", "docs", "tools", "README.md", "README.zh-CN.md", "pyproject.toml")
"""What the tests may look at beside the source."""
MARKED = "# type: ignore # mutmut generated"


@dataclass(frozen=True, slots=True)
class Mutants:
    """All mutants of an area."""

    work: Path
    """The copy of the checkout."""
    names: Sequence[str]
    marks: Mapping[str, str]
    """A mark of each function as it stands in the source, by mutmut's name of it."""

    def mark(self, name: str) -> str:
        """The mark of the function that a mutant changes; empty where the source has it no more."""
        return self.marks.get(function_of(name), "")

    def change(self, name: str) -> Iterator[str]:
        """What a mutant changes, as a diff."""
        module, _, mutant = name.rpartition(".")
        path = self.work / "src" / module.replace(".", "/")
        code = (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text("utf-8")
        original = mutant.rpartition("__mutmut_")[0] + "__mutmut_orig"
        return unified_diff(_body(code, original), _body(code, mutant), lineterm="", n=2)


def made(work: Path, patterns: Sequence[str]) -> Mutants:
    """Make the mutants of the modules that fit the patterns, in a copy of the checkout as it stands now."""
    shutil.rmtree(work / "src", ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "src", work / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in SHOWN:
        if not (work / name).exists():
            (work / name).symlink_to(ROOT / name)
    names: list[str] = []
    marks: dict[str, str] = {}
    for path in sorted({path.relative_to(ROOT) for pattern in patterns for path in ROOT.glob(pattern)}):
        code = (ROOT / path).read_text("utf-8")
        mutated = mutate_file_contents(str(path), code)
        (work / path).write_text(mutated.code, "utf-8")
        names += (get_mutant_name(path, name) for name in mutated.mutant_names)
        marks |= {get_mutant_name(path, name): mark for name, mark in compute_function_hashes(code).items()}
    return Mutants(work, names, marks)


def function_of(name: str) -> str:
    """Mutmut's name of the function that a mutant changes."""
    return mangled_name_from_mutant_name(name)


def _body(code: str, name: str) -> list[str]:
    """The lines of a function below its first, which holds its name."""
    functions = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef) and node.name == name)
    found = next(functions)
    lines = code.split("\n")[found.lineno : found.end_lineno]
    return [line.partition(MARKED)[0].rstrip() for line in lines]
