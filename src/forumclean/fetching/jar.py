"""A jar of cookies that gives each back as the bytes that it came as."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterable
from http.cookiejar import Cookie, CookieJar

import httpx2

RAW = "latin-1"
"""Gives each byte a character and each character its byte: how headers are read and written here."""


class RawJar(CookieJar):
    """Forums set cookies with Chinese signs in them, which no standard allows and every browser sends back."""

    def __init__(self, cookies: Iterable[Cookie] = ()) -> None:
        super().__init__()
        for cookie in cookies:
            self.set_cookie(cookie)

    def add_cookie_header(self, request: urllib.request.Request) -> None:
        """Add the header; the request stands for one of httpx2's, whose headers would be ASCII else."""
        inner = getattr(request, "request", None)
        if isinstance(inner, httpx2.Request):
            inner.headers.encoding = RAW
        super().add_cookie_header(request)
