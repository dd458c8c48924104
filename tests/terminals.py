"""A terminal to run a command on, and what it is sent."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path


def on_terminal(*arguments: str | Path, **environment: str) -> bytes:
    """What a terminal of 24 lines gets from a call of forumclean."""
    command = [sys.executable, "-m", "forumclean", *map(str, arguments)]
    keep = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "PAGER", "LESS")}
    ours, theirs = pty.openpty()
    settings = {**keep, "TERM": "xterm-256color", "LINES": "24", "COLUMNS": "100", **environment}
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=theirs, env=settings, close_fds=True):
        os.close(theirs)
        out = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:
                break
            if not part:
                break
            out += part
    os.close(ours)
    return out
