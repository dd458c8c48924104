"""Politeness: delays, retries, robots.txt, redirects; on a clock that only moves when somebody waits."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from forum import HOST, Asked, FalseTime, Forum, forum, moved, refused

from forumclean import NetworkError, Options, RefusedError, UsageError
from forumclean.fetching.guard import Guard, is_public, literal
from forumclean.fetching.pace import backoff, retry_after
from forumclean.fetching.robots import Robots
from forumclean.fetching.session import Session
from forumclean.fetching.types import FetchSettings, Reply
from forumclean.fetching.web import Web

QUERY = "/forum.php?mod=viewthread&tid=77"
ROBOTS = "/robots.txt"
PAGE = [("Content-Type", "text/html")]


class Times(Asked):
    """Notes when it was asked, and may answer by an error first."""

    def __init__(self, made: Forum, clock: FalseTime, faults: list[object] | None = None) -> None:
        super().__init__(made)
        self.clock, self.faults = clock, faults or []
        self.at: list[float] = []
        self.ended: list[float] = []

    def get(self, url, headers, *, timeout, max_bytes):
        self.at.append(self.clock.at)
        self.clock.at += 0.2  # an answer takes its time
        self.ended.append(self.clock.at)
        fault = self.faults.pop(0) if self.faults else None
        if isinstance(fault, Exception):
            self.urls.append(url)
            raise fault
        if isinstance(fault, Reply):
            self.urls.append(url)
            return fault
        return super().get(url, headers, timeout=timeout, max_bytes=max_bytes)

    def gaps(self) -> list[float]:
        """Seconds between the end of each request and the start of the next."""
        return [start - end for start, end in zip(self.at[1:], self.ended, strict=False)]


def read(made: Forum, faults: list[object] | None = None, **settings: object):
    clock = FalseTime()
    fetcher = Times(made, clock, faults)
    with Session(Options(), FetchSettings(**settings), fetcher, timer=clock.timer()) as session:  # type: ignore[arg-type]
        return session.thread(HOST + QUERY), fetcher


def broken() -> NetworkError:
    return NetworkError("the connection broke", reason="broken")


def status(code: int, *headers: tuple[str, str], body: bytes = b"") -> Reply:
    return Reply(HOST + QUERY, code, (*PAGE, *headers), body)


def test_a_second_lies_between_requests():
    article, fetcher = read(forum(8))
    assert len(article.posts) == 8
    assert all(gap >= 1.0 for gap in fetcher.gaps())
    assert len(fetcher.gaps()) == 3


def test_the_delay_is_the_users_and_the_forums_own_may_be_longer():
    assert read(forum(8), delay=0)[1].gaps() == pytest.approx([0, 0, 0])
    assert min(read(forum(8), delay=3.5)[1].gaps()) >= 3.5
    slow = forum(8, robots=(200, "User-agent: *\nCrawl-delay: 7\n"))
    assert min(read(slow)[1].gaps()) >= 7
    absurd = forum(8, robots=(200, "User-agent: *\nCrawl-delay: 86400\n"))
    assert 60 <= max(read(absurd)[1].gaps()) < 61


FAULTS = [
    broken(),
    NetworkError("reset", reason="connect"),
    status(429),
    status(500),
    status(502),
    status(503, ("Retry-After", "20")),
    status(504),
    status(522),
]


@pytest.mark.parametrize(
    "fault", FAULTS, ids=lambda fault: getattr(fault, "reason", None) or str(getattr(fault, "status", ""))
)
def test_what_passes_is_tried_again(fault):
    article, fetcher = read(forum(8), [None, fault, fault])
    assert [post.facts.floor for post in article.posts] == list(range(1, 9))
    assert fetcher.urls.count(HOST + QUERY) == 3
    assert all(gap >= 1.0 for gap in fetcher.gaps())
    if isinstance(fault, Reply) and fault.header("retry-after"):
        assert [gap >= 20 for gap in fetcher.gaps()[1:3]] == [True, True]


@pytest.mark.parametrize("seed", range(12))
def test_three_faults_in_ten_and_the_thread_is_whole(seed):
    dice = random.Random(seed)
    kinds = [broken(), NetworkError("dropped", reason="connect"), status(503), status(429, ("Retry-After", "3"))]
    faults: list[object] = [dice.choice(kinds) if dice.random() < 0.3 else None for _ in range(200)]
    article, fetcher = read(forum(30), faults, retries=8)
    assert [post.facts.floor for post in article.posts] == list(range(1, 31))
    assert all(gap >= 1.0 - 1e-9 for gap in fetcher.gaps())


FLOOD = "<html><head><title>频繁刷新限制</title></head><body>您访问本站速度过快或者刷新间隔时间小于两秒！</body></html>"


@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_a_forum_that_finds_us_too_fast_gets_more_time(charset):
    flood = status(200, body=FLOOD.encode(charset))
    article, fetcher = read(forum(8), [None, flood])
    assert len(article.posts) == 8
    assert fetcher.gaps()[0] < 1.1
    assert all(gap >= 2 for gap in fetcher.gaps()[1:])


def test_tries_come_to_an_end():
    with pytest.raises(NetworkError, match="HTTP 503, asked 6 times") as caught:
        read(forum(8), [None, *[status(503)] * 20])
    assert (caught.value.code, caught.value.reason) == (4, "status")
    with pytest.raises(NetworkError, match="broke"):
        read(forum(8), [None, *[broken()] * 20])
    with pytest.raises(NetworkError, match="asked 1 times"):
        read(forum(8), [None, status(503)], retries=0)


@pytest.mark.parametrize("reason", ["tls", "host", "private", "too-large", "timeout", "protocol"])
def test_what_does_not_pass_is_not_tried_again(reason):
    clock = FalseTime()
    fetcher = Times(forum(8), clock, [None, NetworkError("no", reason=reason)])
    with Session(Options(), FetchSettings(), fetcher, timer=clock.timer()) as session, pytest.raises(NetworkError):
        session.thread(HOST + QUERY)
    assert len(fetcher.urls) == 2


def test_an_error_page_that_says_why_is_not_asked_again():
    with pytest.raises(RefusedError, match="暂时关闭"):
        read(forum(8), [None, status(503, body=refused("closed")[2])])
    made = forum(8)
    for target in (f"{QUERY}&mobile=2", "/archiver/?tid-77.html", "/forum.php?mod=viewthread&action=printable&tid=77"):
        made.extra[target] = refused("cloudflare", 503)
    with pytest.raises(RefusedError, match="Cloudflare"):
        read(made, [None, status(503, body=refused("cloudflare")[2])])


def test_a_retry_after_beyond_all_patience_ends_the_run():
    with pytest.raises(NetworkError, match="left alone for 7200 seconds"):
        read(forum(8), [None, status(429, ("Retry-After", "7200"))])


def test_the_time_for_the_whole_thread_counts_waiting():
    with pytest.raises(NetworkError, match="--total-timeout") as caught:
        read(forum(30), total_timeout=5)
    assert caught.value.reason == "timeout"
    with pytest.raises(NetworkError, match="--total-timeout"):
        read(forum(8), [None, status(503, ("Retry-After", "100"))], total_timeout=50)
    assert read(forum(8), total_timeout=5)[0].posts


def test_silence_costs_the_pages_own_time():
    clock = FalseTime()

    class Silent(Times):
        def get(self, url, headers, *, timeout, max_bytes):
            assert (url, max_bytes) == (HOST + QUERY, 8_000_000), headers
            clock.at += min(timeout, 10)
            raise NetworkError("silent", reason="silent")

    settings = FetchSettings(ignore_robots=True)
    with (
        Session(Options(), settings, Silent(forum(8), clock), timer=clock.timer()) as session,
        pytest.raises(NetworkError, match="30 seconds") as caught,
    ):
        session.thread(HOST + QUERY)
    assert caught.value.reason == "timeout"
    assert clock.at <= 1_000 + 32


def test_waits_double_and_chance_shortens_them():
    assert [backoff(n, 0) for n in (0, 1, 2, 9, 10_000)] == [0.5, 1, 2, 30, 30]
    assert backoff(3, 1) == 2


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0), ("30", 30), (" 30 ", 30), ("9" * 400, 999_999_999), ("-5", None), ("1.5", None), ("", None), (None, None),
        ("Sat, 04 May 2024 00:02:00 GMT", 120), ("Fri, 03 May 2024 00:00:00 GMT", 0), ("Sat, 99 May 2024", None), ("٣", None),
        ("Sat, 04 May 2024 00:02:00 -0000", 120),
    ],
)  # fmt: skip
def test_retry_after_in_both_forms(value, seconds):
    assert retry_after(value, datetime(2024, 5, 4, tzinfo=UTC)) == seconds


# ── robots.txt ──────────────────────────────────────────────────────────────────────────────────


def test_robots_is_asked_once_and_kept_to():
    made = forum(8, robots=(200, "User-agent: *\nDisallow: /forum.php?mod=viewthread\nDisallow: /archiver/\n"))
    with pytest.raises(RefusedError, match=r"robots\.txt.*--ignore-robots") as caught:
        read(made)
    assert (caught.value.code, caught.value.reason) == (5, "robots")
    assert made.log == [ROBOTS]
    assert len(read(made, ignore_robots=True)[0].posts) == 8


def test_a_view_that_robots_allows_is_taken():
    made = forum(8, robots=(200, "User-agent: *\nDisallow: /forum.php\n"))
    article, fetcher = read(made)
    assert article.template == "archiver"
    assert all("forum.php" not in url for url in fetcher.urls)


def test_rules_for_us_by_name_come_before_those_for_all():
    text = "User-agent: forumclean\nDisallow: /thread-\n\nUser-agent: *\nDisallow: /\n"
    rules = Robots.of(200, text.encode())
    assert not rules.allows("http://a.example/thread-1-1-1.html")
    assert rules.allows("http://a.example/forum.php")


@pytest.mark.parametrize("code", [404, 401, 403, 410])
def test_no_robots_file_allows_all(code):
    assert len(read(forum(8, robots=(code, "User-agent: *\nDisallow: /\n")))[0].posts) == 8


def test_a_robots_file_that_cannot_be_had_forbids_all():
    with pytest.raises(NetworkError, match="--ignore-robots") as caught:
        read(forum(8, robots=(503, "")))
    assert caught.value.reason == "robots"


def test_robots_through_a_redirect_and_in_html():
    made = forum(8)
    made.robots = (200, "<html><body>什么也没有</body></html>")
    assert len(read(made)[0].posts) == 8


# ── redirects ───────────────────────────────────────────────────────────────────────────────────


def test_a_cookie_redirect_to_the_same_address_is_followed():
    article, fetcher = read(forum(8), [None, Reply(HOST + QUERY, 302, (("Location", QUERY),), b"")])
    assert len(article.posts) == 8
    assert fetcher.urls[1:3] == [HOST + QUERY] * 2


def test_redirect_loops_end():
    made = forum(8)
    made.extra[QUERY] = moved("/a")
    made.extra["/a"] = moved("/b")
    made.extra["/b"] = moved("/a")
    with pytest.raises(NetworkError, match="without end") as caught:
        read(made)
    assert caught.value.reason == "redirect"
    assert len(made.log) < 12
    chain = forum(8)
    chain.extra[QUERY] = moved("/0")
    chain.extra |= {f"/{n}": moved(f"/{n + 1}") for n in range(100)}
    with pytest.raises(NetworkError, match="without end"):
        read(chain)
    assert len(chain.log) < 12


@pytest.mark.parametrize(
    "target", ["ftp://a.example/x", "file:///etc/passwd", "javascript:alert(1)", "http://[::1", "data:text/html,x"]
)
def test_redirects_off_the_web_are_refused(target):
    made = forum(8)
    made.extra[QUERY] = moved(target)
    with pytest.raises(NetworkError) as caught:
        read(made)
    assert caught.value.reason == "redirect"
    assert made.threads_asked() == [QUERY]


def test_a_redirect_without_a_target_is_named():
    made = forum(8)
    made.extra[QUERY] = (302, [], b"")
    with pytest.raises(NetworkError, match="where to"):
        read(made)


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/x",
        "http://localhost/x",
        "http://10.0.0.5/x",
        "http://169.254.169.254/latest",
        "http://[::1]/x",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::ffff:10.0.0.1]/",
    ],
)
def test_redirects_into_private_networks_are_refused(target):
    made = forum(8)
    made.extra[QUERY] = moved(target)
    with pytest.raises(NetworkError, match="private network") as caught:
        read(made)
    assert (caught.value.code, caught.value.reason) == (4, "private")
    assert made.threads_asked() == [QUERY]


def test_what_is_private():
    private = (
        "127.0.0.1",
        "10.9.8.7",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.1.1",
        "0.0.0.1",
        "100.64.0.1",
        "224.0.0.1",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "255.255.255.255",
    )
    assert [is_public(address) for address in private] == [False] * len(private)
    assert [is_public(address) for address in ("8.8.8.8", "2606:4700::1111", "64:ff9b::808:808")] == [True] * 3
    assert [literal(host) for host in ("127.1", "0x7f000001", "[::1]", "bbs.example", "1a.example")] == [
        "127.0.0.1",
        "127.0.0.1",
        "::1",
        None,
        None,
    ]


def test_a_private_host_that_the_user_named_is_read_and_no_other():
    guard = Guard()
    guard.name("192.168.7.7")
    assert guard.allows("192.168.7.7")
    assert not guard.allows("192.168.7.8")
    guard.name("localhost")
    assert guard.chosen("localhost", ["::1", "127.0.0.1"]) == ["::1", "127.0.0.1"]
    assert Guard(allow_private=True).allows("10.0.0.1")
    with pytest.raises(NetworkError):
        Guard().chosen("sly.example", ["10.0.0.1"])
    assert Guard().chosen("mixed.example", ["10.0.0.1", "8.8.8.8"]) == ["8.8.8.8"]


# ── headers ─────────────────────────────────────────────────────────────────────────────────────


def test_own_headers_go_to_the_named_forum_only():
    made = forum(8)
    made.extra[QUERY] = moved("http://other.example/thread-77-1-1.html")
    clock = FalseTime()
    fetcher = Times(made, clock)
    settings = FetchSettings(headers=(("Authorization", "Bearer x"), ("accept", "text/plain")), user_agent="reader/1")
    with Session(Options(), settings, fetcher, timer=clock.timer()) as session:
        session.thread(HOST + QUERY)
    for url, headers in zip(fetcher.urls, fetcher.headers, strict=True):
        assert ("Authorization" in headers) == url.startswith(HOST), url
        assert sorted(name.lower() for name in headers).count("accept") == 1
        assert headers["User-Agent"] == "reader/1"


@pytest.mark.parametrize("header", [("", "x"), ("A B", "x"), ("X", "a\r\nb"), ("Ünï", "x"), ("X:", "y")])
def test_headers_that_are_none_are_wrong_usage(header):
    with pytest.raises(UsageError, match="header"):
        FetchSettings(headers=(header,))


TELEPHONES = (
    "iphone",
    "android",
    "phone",
    "mobile",
    "wap",
    "java",
    "opera mobi",
    "series",
    "sony",
    "nokia",
    "bird",
    "spice",
    "pad",
)
ROBOTS_WORDS = ("bot", "crawl", "spider", "slurp", "mozilla", "msie", "http://")


def test_the_user_agent_says_what_it_is_and_no_word_that_changes_the_view():
    agent = FetchSettings().user_agent
    assert agent.startswith("forumclean/")
    assert [word for word in (*TELEPHONES, *ROBOTS_WORDS) if word in agent.lower()] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"delay": -1},
        {"timeout": 0},
        {"retries": -1},
        {"max_bytes": 0},
        {"offline": True},
        {"total_timeout": 0},
        {"cookies_from_browser": "lynx"},
    ],
)
def test_settings_that_cannot_be(wrong):
    with pytest.raises(UsageError):
        FetchSettings(**wrong)


def test_web_needs_no_thread():
    web = Web(Asked(forum(8)), FetchSettings(delay=0), Guard(), timer=FalseTime().timer())
    web.begin(HOST)
    assert web.get(HOST + QUERY).status == 200
