"""What a page tells about its thread that the address did not: where it is now, who began it, which floors its posts have."""

from __future__ import annotations

import re
from dataclasses import replace

from forumclean.fetching.reader import PageRead
from forumclean.fetching.urls import ThreadRef, thread_ref

AUTHOR_RE = re.compile(
    r"""<a\s[^<>]{0,300}?href\s{0,9}=\s{0,9}["'][^"'<>]{0,300}?[?&;]authorid=([1-9]\d{0,9})""", re.ASCII
)


class MovedError(Exception):
    """A page turned out to be of another thread; caught where the thread is begun again."""

    def __init__(self, ref: ThreadRef) -> None:
        super().__init__(ref.address)
        self.ref = ref


def settled(ref: ThreadRef, page: PageRead) -> ThreadRef:
    """The thread as the page's last address and the page itself name it: a thread moves, a forum rewrites its addresses."""
    found = thread_ref(page.reply.url)
    if found.tid is None or found.view == "redirect":
        tid = page.article.thread.tid or ref.tid
        root = found.root if ref.tid is None else ref.root
        return replace(ref, tid=tid, root=root, view=ref.view if ref.view != "redirect" else "desktop")
    if page.reply.url == (page.reply.asked or page.reply.url):
        return replace(ref, tid=found.tid) if ref.tid is None else ref
    return replace(found, pid=ref.pid)


def counted_on(page: PageRead, before: PageRead | None) -> PageRead:
    """The page of a view without floors, its posts counted on from the page before it."""
    last = before.article.posts[-1].facts.floor if before and before.article.posts else None
    if last is None:
        return page
    posts = tuple(
        replace(post, facts=replace(post.facts, floor=last + i)) for i, post in enumerate(page.article.posts, 1)
    )
    return replace(page, article=replace(page.article, posts=posts))


def starter(page: PageRead) -> int | None:
    """The user id of the thread's starter, from the link to his posts; ``None`` where he is anonymous, or the view has none."""
    text, pids = page.article.document.text, [post.facts.pid for post in page.article.posts[:2]]
    start = text.find(f"pid{pids[0]}") if pids else -1
    end = text.find(f"pid{pids[1]}", start + 1) if len(pids) > 1 else -1
    match = AUTHOR_RE.search(text, max(start, 0), end if end > 0 else len(text)) if start >= 0 else None
    return int(match[1]) if match else None
