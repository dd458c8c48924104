"""Scores words by a fill-mask model of ``transformers`` in a local folder (extra ``forumclean[transformers]``).

A word of *n* tokens is *n* mask tokens in its sentence, and its score begins with the sum of the log-probabilities
of its tokens there.  Such a sum falls with every token, also for the right word, so it is set to one length for all
words of a gap: the mean for a token, times the mean number of tokens of the gap's words.  Words of equal length are
compared by their plain sums.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from forumclean.errors import InputError, UsageError
from forumclean.masks.types import Gap
from forumclean.rankers.context import sentence_of

TOKENS = 4096
"""Tokens of one batch, padding counted: the model answers each with a row as long as its vocabulary."""
LONGEST = 512
"""Tokens that the model reads at once, where its folder does not say."""
SPARE = 2
"""Positions that some models keep for themselves."""


class Blank(NamedTuple):
    """A sentence with mask tokens in it, and the words of so many tokens that may stand there."""

    gap: int
    text: str
    size: int


class FillMask:
    """A fill-mask model as a ranker of words."""

    def __init__(self, folder: Path) -> None:
        """Loads the model; nothing outside the folder is read and nothing is downloaded."""
        self._torch, self._tokenizer, self._model = _load(folder)
        if self._tokenizer.mask_token_id is None:
            raise UsageError(f"the model in {folder} has no mask token; give a fill-mask model", reason="usage")
        self._longest = _longest(self._tokenizer, self._model)

    def score(self, gaps: Sequence[Gap]) -> list[list[float]]:
        """A natural logarithm for each word of each gap; ``-inf`` for words that the model cannot spell."""
        spelt = [[self._spell(word) for word in gap.words] for gap in gaps]
        sums = [[-math.inf] * len(gap.words) for gap in gaps]
        for blank, logs in self._read(self._blanks(gaps, spelt)):
            for i, tokens in enumerate(spelt[blank.gap]):
                if len(tokens) == blank.size:
                    sums[blank.gap][i] = math.fsum(float(logs[n, token]) for n, token in enumerate(tokens))
        return [_levelled(row, [len(tokens) for tokens in words]) for row, words in zip(sums, spelt, strict=True)]

    def _spell(self, word: str) -> tuple[int, ...]:
        """The word in tokens; none where one of them is unknown."""
        tokens = list(self._tokenizer(word, add_special_tokens=False)["input_ids"])
        if tokens and self._tokenizer.convert_ids_to_tokens(tokens[0]) == "▁":
            tokens = tokens[1:]  # the space that some tokenizers put in front of a text is none of the word's
        return () if self._tokenizer.unk_token_id in tokens else tuple(tokens)

    def _blanks(self, gaps: Sequence[Gap], spelt: Sequence[Sequence[tuple[int, ...]]]) -> list[Blank]:
        """A sentence for each gap and each length of its words, short ones first so that batches are even."""
        blanks = [
            Blank(i, self._text(sentence_of(gap), size), size)
            for i, (gap, words) in enumerate(zip(gaps, spelt, strict=True))
            for size in sorted({len(tokens) for tokens in words if tokens})
        ]
        return sorted(blanks, key=lambda blank: len(blank.text))

    def _text(self, gap: Gap, size: int) -> str:
        """The sentence with so many masks in it, cut on both sides until the model can read it whole."""
        mask: str = self._tokenizer.mask_token
        left, right = gap.left.replace(mask, ""), gap.right.replace(mask, "")
        text = left + mask * size + right
        while len(self._tokenizer(text)["input_ids"]) > self._longest and (left or right):
            left, right = left[(len(left) + 1) // 2 :], right[: len(right) // 2]
            text = left + mask * size + right
        return text

    def _read(self, blanks: Sequence[Blank]) -> Iterator[tuple[Blank, Any]]:
        """Each sentence with the log-probabilities at its masks."""
        start = 0
        while start < len(blanks):
            end = start + 1
            while end < len(blanks) and (end + 1 - start) * (len(blanks[end].text) + SPARE) <= TOKENS:
                end += 1
            yield from self._batch(blanks[start:end])
            start = end

    def _batch(self, blanks: Sequence[Blank]) -> Iterator[tuple[Blank, Any]]:
        read = self._tokenizer([blank.text for blank in blanks], padding=True, return_tensors="pt")
        with self._torch.inference_mode():
            logits = self._model(**read).logits
        for row, blank in enumerate(blanks):
            at = read["input_ids"][row] == self._tokenizer.mask_token_id
            if int(at.sum()) == blank.size:
                yield blank, logits[row][at].float().log_softmax(-1)


def _levelled(sums: Sequence[float], sizes: Sequence[int]) -> list[float]:
    """The sums as if all words had as many tokens as they have on the average.

    >>> _levelled([-4.0, -4.0], [2, 2]), _levelled([-4.0, -6.0], [1, 3])
    ([-4.0, -4.0], [-8.0, -4.0])
    """
    spelt = [size for size in sizes if size]
    mean = math.fsum(spelt) / max(len(spelt), 1)
    return [_clean(total / size * mean) if size else -math.inf for total, size in zip(sums, sizes, strict=True)]


def _clean(score: float) -> float:
    return -math.inf if math.isnan(score) else score


def _load(folder: Path) -> tuple[Any, Any, Any]:
    """Torch, and the folder's tokenizer and model; weights are taken as numbers and code in the folder is not run."""
    if not (folder / "config.json").is_file():
        raise UsageError(f"{folder} holds no model (no config.json); give a fill-mask model's folder", reason="usage")
    try:
        import torch  # noqa: PLC0415 - takes seconds
        import transformers  # noqa: PLC0415
        from safetensors import SafetensorError  # noqa: PLC0415
    except ImportError as error:
        message = "a model in a folder needs the extra: pip install 'forumclean[transformers]'"
        raise UsageError(message, reason="extra") from error
    local: Mapping[str, bool] = {"local_files_only": True, "trust_remote_code": False}
    try:
        with _quiet(transformers.utils.logging):
            tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder), **local)
            load = transformers.AutoModelForMaskedLM.from_pretrained
            model, found = load(str(folder), output_loading_info=True, **local)
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        message = f"the model in {folder} cannot be loaded ({error}); give a fill-mask model's folder"
        raise InputError(message, reason="model") from error
    if found["missing_keys"]:  # they were filled with random numbers: another kind of model
        message = f"the model in {folder} was not trained to fill masks (it lacks {min(found['missing_keys'])})"
        raise InputError(f"{message}; give a fill-mask model's folder", reason="model")
    return torch, tokenizer, model.eval()


@contextmanager
def _quiet(logging: Any) -> Iterator[None]:  # noqa: ANN401
    """Keeps progress bars and reports of the loader off standard error, and sets all as it was."""
    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()


def _longest(tokenizer: Any, model: Any) -> int:  # noqa: ANN401 - transformers has no types to speak of
    """Tokens that the model reads at once."""
    positions = getattr(model.config, "max_position_embeddings", None)
    known = [size for size in (tokenizer.model_max_length, positions) if isinstance(size, int) and 0 < size < 1 << 20]
    return max(min(known, default=LONGEST) - SPARE, 1)
