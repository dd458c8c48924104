"""Prints what restoring masked words costs: ``python -m benchmarks.restore``.

Masks a second on pages with one, four and forty masks, the time to load the model, the size of what ships, and
characters a second of text that has no mask. Times are the process's own; set ``OPENBLAS_NUM_THREADS=1`` for figures of
one core. How many words are right, ``tools/restorer/evaluate.py`` tells.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from importlib.resources import files

import forumclean

SENTENCES = (
    "街坊们都说，这是河东一带*的豆腐坊，天不亮就排起了队。",
    "他*次去省城，带回来一本没有封面的菜谱。",
    "那年冬天的雪是二十年里*的，屋檐下的冰凌有一尺长。",
    "老师傅说手艺没有*，只有更好。",
)
PLAIN = (
    "社区厨房开张的第一个周末，来了四十多个人，锅不够大，后来又从学校借了两口。算式 3*4 和 **重点** 不是被盖住的词。\n"
)
PAGES = (1, 4, 40)
SEED = 4


def page(masks: int, seed: int) -> str:
    """A text with so many masks, no two with the same words around them."""
    make = random.Random(seed)
    lines = (
        f"{make.randint(1, 999)}号：{make.choice(SENTENCES)}那是{make.randint(1949, 2026)}年。" for _ in range(masks)
    )
    return "\n".join(lines)


def restoring() -> None:
    """Print masks a second."""
    forumclean.restore(page(1, 0))
    for masks in PAGES:
        pages = [page(masks, SEED + i) for i in range(max(4, 80 // masks))]
        began = time.process_time()
        found = sum(len(forumclean.restore(text)) for text in pages)
        took = time.process_time() - began
        print(
            f"pages with {masks:2} masks: {found / took:6.0f} masks a second, {took / len(pages) * 1000:6.1f} ms a page"
        )


def loading() -> None:
    """Print how long the first mask of a process takes, over one without a mask."""
    took = []
    for text in ("没有", "全城*的面馆"):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", f"import forumclean; forumclean.restore({text!r})"], check=True)
        took.append(time.perf_counter() - began)
    print(f"first mask of a process: {took[1] - took[0]:.2f} s more than none")


def size() -> None:
    """Print the bytes of model and lexicon."""
    data = files("forumclean") / "data"
    total = sum(len(e.read_bytes()) for name in ("restorer", "lexicon") for e in (data / name).iterdir())
    print(f"model and lexicon: {total / 1e6:.1f} MB")


def without() -> None:
    """Print characters a second of text without masks."""
    text = PLAIN * 40_000
    began = time.process_time()
    found = forumclean.restore(text)
    print(f"no masks: {len(text) / (time.process_time() - began) / 1e6:.1f} M characters a second, {len(found)} found")


def main() -> None:
    """Print all figures."""
    restoring()
    loading()
    size()
    without()


if __name__ == "__main__":
    main()
