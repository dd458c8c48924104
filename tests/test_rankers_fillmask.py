"""A fill-mask model in a folder as a ranker; the model is a tiny one made here, with random weights."""

from __future__ import annotations

import math
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest

from forumclean.errors import InputError, UsageError
from forumclean.masks.types import Gap
from forumclean.rankers import ranker_of
from forumclean.rankers.fillmask import FillMask

REASON = "the extra forumclean[transformers] is not installed"
torch = pytest.importorskip("torch", reason=REASON)
transformers = pytest.importorskip("transformers", reason=REASON)
pytestmark = [
    pytest.mark.filterwarnings("default"),  # what the two libraries warn of is theirs
    pytest.mark.timeout(180),  # importing them takes a while on a busy machine
]

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
CHARS = list("他说全城最好唯一顶级领先独家的茶馆在河东明天再去没有，。！昨大")
POSITIONS = 64
WORDS = ("最好", "唯一", "最", "独一家", "顶级")
GAP = Gap("昨天没去。他说全城", "的茶馆在河东。明天再去。", WORDS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of one layer that leans to 最 and 好."""
    place = tmp_path_factory.mktemp("bert")
    (place / "vocab.txt").write_text("\n".join(SPECIAL + CHARS), "utf-8")
    tokenizer = transformers.BertTokenizerFast(str(place / "vocab.txt"), model_max_length=POSITIONS)
    tokenizer.save_pretrained(str(place))
    torch.manual_seed(7)
    config = transformers.BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=POSITIONS,
    )
    model = transformers.BertForMaskedLM(config)
    with torch.no_grad():
        for char in "最好":
            model.cls.predictions.bias[tokenizer.convert_tokens_to_ids(char)] += 2
    model.save_pretrained(str(place))
    return place


@pytest.fixture(scope="module")
def ranker(folder: Path) -> FillMask:
    made = ranker_of(str(folder))
    assert isinstance(made, FillMask)
    return made


def by_hand(folder: Path, left: str, word: str, right: str) -> float:
    """The sum for one word, one sentence at a time, nothing padded."""
    tokenizer: Any = transformers.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
    model: Any = transformers.AutoModelForMaskedLM.from_pretrained(str(folder), local_files_only=True).eval()
    inner = [tokenizer.convert_tokens_to_ids(char) for char in word]
    sides = [[tokenizer.convert_tokens_to_ids(char) for char in side] for side in (left, right)]
    row = [tokenizer.cls_token_id, *sides[0], *[tokenizer.mask_token_id] * len(inner), *sides[1]]
    with torch.inference_mode():
        logits = model(input_ids=torch.tensor([[*row, tokenizer.sep_token_id]])).logits[0].log_softmax(-1)
    at = 1 + len(sides[0])
    return math.fsum(float(logits[at + n, token]) for n, token in enumerate(inner))


def test_a_word_is_as_many_masks_as_it_has_tokens(folder: Path, ranker: FillMask) -> None:
    (scores,) = ranker.score([GAP])
    mean = sum(map(len, WORDS)) / len(WORDS)
    sums = [by_hand(folder, "他说全城", word, "的茶馆在河东。") for word in WORDS]
    assert scores == pytest.approx(
        [total / len(word) * mean for total, word in zip(sums, WORDS, strict=True)], abs=1e-4
    )


def test_the_likelier_word_scores_higher(ranker: FillMask) -> None:
    (scores,) = ranker.score([Gap("他说全城", "的茶馆。", ("唯一", "最好", "顶级"))])
    assert scores.index(max(scores)) == 1


def test_a_batch_of_many_lengths_gives_what_each_alone_gives(ranker: FillMask) -> None:
    gaps = [Gap("他说" * n, "的茶馆" * (n % 3), WORDS[: 1 + n % 5]) for n in range(20)]
    assert ranker.score(gaps) == [pytest.approx(ranker.score([gap])[0], abs=1e-4) for gap in gaps]


def test_words_that_the_model_cannot_spell_are_impossible(ranker: FillMask) -> None:
    (scores,) = ranker.score([Gap("他说全城", "的茶馆。", ("最好", "魑魅", ""))])
    assert scores[0] > -math.inf
    assert scores[1:] == [-math.inf, -math.inf]


def test_a_sentence_longer_than_the_model_is_cut_on_both_sides(ranker: FillMask) -> None:
    (scores,) = ranker.score([Gap("大茶馆" * 60, "的茶馆" * 60, WORDS)])
    assert all(score > -math.inf for score in scores)


def test_a_mask_token_in_the_text_is_not_taken_for_the_gap(ranker: FillMask) -> None:
    plain, marked = ranker.score([Gap("他说", "的茶馆。", WORDS), Gap("他[MASK]说", "的[MASK]茶馆。", WORDS)])
    assert marked == pytest.approx(plain, abs=1e-4)


def test_no_gaps_and_no_words(ranker: FillMask) -> None:
    assert ranker.score([]) == []
    assert ranker.score([Gap("他说", "的茶馆。", ())]) == [[]]


def test_nothing_is_downloaded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dial(*_: object, **__: object) -> None:
        raise AssertionError("the network was tried")

    monkeypatch.setattr(socket.socket, "connect", dial)
    monkeypatch.setattr(socket, "getaddrinfo", dial)
    assert FillMask(folder).score([GAP])


def test_loading_says_nothing(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    FillMask(folder)
    assert tuple(capfd.readouterr()) == ("", "")
    assert transformers.utils.logging.is_progress_bar_enabled()


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"config\.json"):
        ranker_of(str(tmp_path))


@pytest.mark.parametrize("config", ["{", "{}", '{"model_type": "bert"}', '{"model_type": "no-such-model"}'])
def test_a_model_that_cannot_be_loaded(tmp_path: Path, config: str) -> None:
    (tmp_path / "config.json").write_text(config, "utf-8")
    with pytest.raises(InputError, match="cannot be loaded") as caught:
        ranker_of(str(tmp_path))
    assert caught.value.code == 3


def test_damaged_weights(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "bert"
    shutil.copytree(folder, place)
    (place / "model.safetensors").write_bytes(b"\x00" * 64)
    with pytest.raises(InputError, match="cannot be loaded"):
        ranker_of(str(place))


def test_a_model_that_was_trained_for_something_else(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "bert"
    shutil.copytree(folder, place)
    config = transformers.BertConfig.from_pretrained(str(place), local_files_only=True)
    transformers.BertModel(config).save_pretrained(str(place))
    with pytest.raises(InputError, match="not trained to fill masks"):
        ranker_of(str(place))


def test_a_model_without_a_mask_token(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "bert"
    shutil.copytree(folder, place)
    tokenizer = transformers.AutoTokenizer.from_pretrained(str(place), local_files_only=True)
    tokenizer.mask_token = None
    tokenizer.save_pretrained(str(place))
    with pytest.raises(UsageError, match="mask token"):
        ranker_of(str(place))
