"""The way from texts to the model that ships: random lists, and the whole of it in small where torch is at hand."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumclean.masks.rank import network, weights, window

TOOLS = Path(__file__).parents[1] / "tools" / "restorer"
sys.path.append(str(TOOLS))

import lists  # noqa: E402 - stands in tools/, beside what uses it

SENTENCES = (
    "老桥头的豆腐坊是全城最好的一家，天不亮就有人排队。",
    "她第一次站上领奖台，手里握着最重的那块奖牌。",
    "这座塔是当地唯一保存完整的木塔，绝对不能再拆了。",
    "公司在行业里一直领先，顶级的师傅都在这里。",
    "冬天的河面结了冰，孩子们在冰上跑来跑去。",
)


@given(st.lists(st.sampled_from(SENTENCES), max_size=8), st.integers(0, 10_000))
def test_masked_words_put_back_give_the_text(sentences: list[str], seed: int):
    rng = random.Random(seed)
    text = "\n".join(sentences)
    words = lists.random_list(rng, lists.lexicon(), ["豆腐", "冬天", "孩子", "木塔"] * 20)
    masked, masks = lists.masked(text, words)
    for start, mask, word in reversed(masks):
        assert masked[start : start + len(mask)] == mask
        assert word in words.words
        masked = masked[:start] + word + masked[start + len(mask) :]
    assert masked == text


def test_the_longest_word_is_taken_first():
    words = lists.WordList(("最", "最好", "最好的"), "*")
    assert lists.masked("最好的，最好，最快", words) == (
        "*，*，*快",
        [(0, "*", "最好的"), (2, "*", "最好"), (4, "*", "最")],
    )


def test_the_lexicon_has_no_word_twice_and_known_origins():
    words = lists.lexicon()
    assert len({each.word for each in words}) == len(words) > 800
    assert {each.origin for each in words} == {"core", "law", "wide", "kin", "filter"}


@pytest.mark.timeout(600)
def test_from_texts_to_a_model(tmp_path: Path):
    for module in ("torch", "jieba", "zstandard"):
        pytest.importorskip(module, reason=f"{module} is missing: pip install 'forumclean[training]'")
    import zstandard

    folder, work = tmp_path / "texts", tmp_path / "work"
    folder.mkdir()
    rng = random.Random(3)
    prose = [
        json.dumps({"source": "s", "doc": f"d{i}", "text": "\n".join(rng.choices(SENTENCES, k=40))}, ensure_ascii=False)
        for i in range(80)
    ]
    rows = ["word\tleft\tright\tsource\tdoc"]
    rows += [f"最好\t豆腐坊是全城\t的一家，天不亮就有人排队{i}。\ts\tw{i}" for i in range(3000)]
    for name, lines in (("prose.jsonl.zst", prose), ("train.tsv.zst", rows)):
        (folder / name).write_bytes(zstandard.compress("\n".join(lines).encode() + b"\n"))
    run("prepare.py", folder, work)
    run("train.py", work, "--steps", "2", "--near", "0", "--all", "0", "--last", "0", "--batch", "2")
    run("train.py", work, "--steps", "2", "--near", "2", "--all", "2", "--last", "2", "--batch", "2")  # goes on
    run("bag.py", work)
    run("export.py", work, tmp_path / "model.npz")
    run("calibrate.py", work, tmp_path / "weighing.json")
    with np.load(tmp_path / "model.npz", allow_pickle=False) as archive:
        model = weights.unpacked({name: archive[name] for name in archive.files})
    assert_the_network_is_the_same(work, model)
    assert set(json.loads((tmp_path / "weighing.json").read_text("utf-8"))) >= {"bag", "power", "final"}


def assert_the_network_is_the_same(work: Path, model: weights.Weights) -> None:
    """What was trained and what is read in numpy answer alike, but for the rounding of the weights."""
    import net
    import torch

    state = torch.load(work / "train.pt")
    trained = net.Net(net.Shape(**state["shape"])).eval()
    trained.load_state_dict({k: rounded(model, k, v) for k, v in state["net"].items()})
    tables = net.Tables(trained.shape, 0, "cpu")
    tables.weight = {name: torch.tensor(model.tables[f"net.{name}"].whole()) for name in tables.weight}
    text = "老桥头的豆腐坊是全城*的一家，天不亮就有人排队。"
    left, right = window.windows(text, [(10, 11)], model.numbers)
    near_left, near_right = np.trim_zeros(left[0], "f"), np.trim_zeros(right[0], "b")
    trained.edges = {
        side: tuple(torch.tensor(model.vectors[f"edge.{side}.{name}"])[:, None] for name in ("state", "cell"))
        for side in ("left", "right")
    }
    chars = torch.tensor([window.LINE, window.LINE, 0, *near_left, window.MASK, *near_right, 0])[None]
    gap = torch.tensor([[[len(near_left) + 1, len(near_left) + 2]]])
    with torch.no_grad():
        grams = tables.grams(chars, gap + 2, learn=False)
        grams = {name: rows[:, 2:] if name != "gap" else rows for name, rows in grams.items()}
        query = trained(chars[:, 2:], grams, gap)
        wanted = torch.log_softmax(trained.word(query), -1)[0, 0].numpy()
    assert network.log_probabilities(model, left, right)[0] == pytest.approx(wanted, abs=1e-3)


def rounded(model: weights.Weights, name: str, value):
    import torch

    table = model.tables.get(f"net.{name}")
    return value if table is None else torch.tensor(table.whole())


def run(script: str, *args: object) -> None:
    done = subprocess.run(
        [sys.executable, str(TOOLS / script), *map(str, args)], check=False, capture_output=True, text=True, timeout=500
    )
    assert done.returncode == 0, done.stderr
