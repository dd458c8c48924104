"""Says what a refusal comes to for somebody who fetches: what to do, and what a bare status means."""

from __future__ import annotations

from http import HTTPStatus

from forumclean.errors import RefusedError
from forumclean.fetching.types import Reply

CURED_BY_COOKIES = frozenset({"login", "permission", "reply", "pay", "password", "forbidden"})


def advised(error: RefusedError) -> RefusedError:
    """The refusal, with what helps a fetcher."""
    if error.reason not in CURED_BY_COOKIES or "--cookies" in str(error):
        return error
    return RefusedError(f"{error}, or give the cookies of a reader who may see it (--cookies)", reason=error.reason)


def before_it(error: RefusedError, last: int) -> RefusedError:
    """The refusal of a later page, where the pages up to ``last`` were shown."""
    pages = f"the pages before it are shown: --pages 1-{last}" if last > 1 else "the page before it is shown: --pages 1"
    return RefusedError(f"{error}; {pages}", reason=error.reason)


def by_status(address: str, reply: Reply) -> RefusedError:
    """The refusal that a status of 4xx or 5xx is, where the page says nothing itself."""
    try:
        phrase = f" {HTTPStatus(reply.status).phrase}"
    except ValueError:
        phrase = ""
    reason, hint = {
        401: ("login", "give the cookies of a reader who may see it (--cookies)"),
        403: ("forbidden", "open it in a browser; if it shows there, give that browser's cookies (--cookies)"),
        404: ("missing", "check the address"),
        410: ("deleted", "look for an archived copy"),
        451: ("forbidden", "look for an archived copy"),
    }.get(reply.status, ("status", "open it in a browser"))
    return RefusedError(f"{address}: the server refuses the page (HTTP {reply.status}{phrase}); {hint}", reason=reason)
