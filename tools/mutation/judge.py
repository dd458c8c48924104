"""Judges mutants: pytest collects the tests once, notes which functions each reaches, and forks a child for each mutant.

The parent runs no test itself: a cache that the right program filled would hide a wrong one.  A child runs the quickest tests
first and ends with the first that fails.  Its time is counted by the processor, for a busy machine is no endless loop.
A function that only an import calls is judged in a process that imports it anew.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from mutants import function_of
from mutmut.mutation import trampoline

WHICH = "MUTANT_UNDER_TEST"
"""The variable that says which mutant is called; ``stats``: none, but each function that is called is told."""
LIMIT, START = 4, 8
"""A mutant hangs that takes this often its tests' time, and so many seconds."""
MEMORY = 3 << 30
STATUS = {0: "survived", 1: "killed", -24: "timeout", -9: "timeout"}
SURVIVED, KILLED = 0, 1


def judge(work: Path, area: Mapping[str, Any], names: Sequence[str], told: Callable[[str, str], None]) -> None:
    """Tell the verdict on each mutant: killed, survived, timeout or no tests."""
    os.chdir(work)
    sys.path[:0] = [str(work / "src"), str(work)]
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path[:2])
    arguments = ["-q", "-p", "no:cacheprovider", "-o", "timeout=0", "-o", "addopts=-m 'not long'"]
    arguments += ["-k", f"not ({area['skip']})", *(path for path in area["tests"] if (work / path).exists())]
    os.environ[WHICH] = "stats"
    pytest.main(["-s", *arguments], plugins=[_Judge(names, told, arguments)])
    os.environ.pop(WHICH, None)


class _Judge:
    """The plugin that runs mutants instead of tests."""

    def __init__(self, names: Sequence[str], told: Callable[[str, str], None], arguments: Sequence[str]) -> None:
        self.names, self.told, self.arguments = names, told, arguments
        self.failed = False
        self.reached: set[str] = set()
        trampoline.record_trampoline_hit = lambda name, caller=None: self.reached.add(name)  # noqa: ARG005

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed |= report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        imported = frozenset(self.reached)
        seconds, reaching = self._noted(items)
        os.environ.pop(WHICH, None)
        gc.freeze()
        for name in self.names:
            tests = sorted(reaching.get(function_of(name), ()), key=seconds.__getitem__)
            if tests:
                limit = LIMIT * sum(map(seconds.__getitem__, tests)) + START
                self.told(name, _child(self._judged, name, [items[test] for test in tests], limit))
            else:
                self.told(name, self._anew(name) if function_of(name) in imported else "no tests")
        return True

    def _noted(self, items: Mapping[str, pytest.Item]) -> tuple[dict[str, float], dict[str, list[str]]]:
        """How long each test takes, and which tests reach each function."""
        reader, writer = os.pipe()
        if not os.fork():
            os.close(reader)
            with os.fdopen(writer, "w") as out:
                json.dump([self._run(item) for item in items.values()], out)
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as rows:
            noted: list[tuple[float, bool, list[str]]] = json.load(rows)
        os.wait()
        failed = [test for test, (_, fails, _) in zip(items, noted, strict=True) if fails]
        if failed:
            raise pytest.UsageError(f"fail without a mutant: {', '.join(failed)}")
        reaching: dict[str, list[str]] = {}
        for test, (_, _, reached) in zip(items, noted, strict=True):
            for function in reached:
                reaching.setdefault(function, []).append(test)
        return {test: row[0] for test, row in zip(items, noted, strict=True)}, reaching

    def _run(self, item: pytest.Item) -> tuple[float, bool, list[str]]:
        """Run a test: its seconds, whether it failed, what it reached."""
        self.reached.clear()
        self.failed = False
        began = time.process_time()
        item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
        return time.process_time() - began, self.failed, sorted(self.reached)

    def _judged(self, name: str, items: Sequence[pytest.Item]) -> int:
        os.environ[WHICH] = name
        return KILLED if any(self._run(item)[1] for item in items) else SURVIVED

    def _anew(self, name: str) -> str:
        """The verdict by all tests, in a process of its own."""
        command = [sys.executable, "-m", "pytest", "-x", *self.arguments]
        done = subprocess.run(command, env={**os.environ, WHICH: name}, capture_output=True, check=False)
        return "killed" if done.returncode else "survived"


def _child(
    judged: Callable[[str, Sequence[pytest.Item]], int], name: str, items: Sequence[pytest.Item], limit: float
) -> str:
    """The verdict on a mutant in a child that may take so many seconds."""
    child = os.fork()
    if not child:
        _bounded(limit)
        code = KILLED
        try:
            code = judged(name, items)
        finally:
            os._exit(code)
    return STATUS.get(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), "killed")


def _bounded(limit: float) -> None:
    """Let the process write nothing, and end where it takes too much time or memory."""
    seconds = int(limit + time.process_time()) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
