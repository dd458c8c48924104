"""The bar on standard error for a thread of several pages; on a terminal only."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from forumclean.cli.streams import is_terminal
from forumclean.visible import shown

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID


class Progress:
    """Shows how many pages of the thread in hand are read."""

    def __init__(self, *, quiet: bool) -> None:
        self._shows = not quiet and is_terminal(sys.stderr)
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._name = ""

    def begin(self, url: str) -> None:
        """A new thread."""
        url = shown(url)
        self._name = url if len(url) <= 50 else f"{url[:49]}…"

    def tell(self, done: int, total: int) -> None:
        """So many pages of so many are read; a thread of one page needs no bar."""
        if not self._shows or total < 2:
            return
        if self._bar is None:
            self._bar = _bar()
            self._bar.start()
        if self._task is None:
            self._task = self._bar.add_task("", total=total)
        self._bar.update(self._task, completed=done, total=total, description=self._name)

    def end(self) -> None:
        """The thread is read, or has failed: its bar goes."""
        if self._bar is not None:
            self._bar.stop()
        self._bar, self._task = None, None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()


def _bar() -> Bar:
    from rich.console import Console  # noqa: PLC0415 - costs start-up time
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True)
