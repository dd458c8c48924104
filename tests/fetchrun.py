"""``forumclean fetch`` in this process, against a forum behind a socket."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from forum import Forum
from loopback import Talk

from forumclean.cli.fetch import command


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of ``forumclean fetch`` without a delay."""
    result = CliRunner().invoke(command, [*map(str, arguments), "--delay", "0"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout_bytes.decode(), result.stderr_bytes.decode()


def raw(made: Forum, *headers: str) -> Talk:
    """The forum behind a socket; each page with further headers, which may hold any bytes."""

    def talk(connection, target, _number):
        status, own, body = made.answer(target)
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *(f"{k}: {v}" for k, v in own), *headers]
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    return talk
