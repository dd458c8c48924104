"""The network: what the characters on both sides of a gap say of the word that is missing in it.

Two recurrent layers read towards the gap, one from the left, one from the right; hashed n-grams that touch the
gap stand beside their last states. The same weights serve both ways of training: many gaps in a long passage
(prose), and one gap between two windows.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

PAD, LINE, MASK, UNKNOWN = 0, 1, 2, 3
"""Character numbers with a meaning: beyond the text, end of a line, a masked word, a rare character."""
SPECIALS = 4
GAP_NGRAMS = ((1, 1), (2, 0), (3, 0), (0, 2), (0, 3), (2, 1), (1, 2), (2, 2))
"""(characters left of the gap, characters right of it) of each hashed n-gram."""
REACH = 3
_PRIMES = (1_000_003, 998_244_353, 805_306_457, 402_653_189)
_MODULUS = 2_147_483_647


def mix(columns: list[Tensor], salt: int, rows: int) -> Tensor:
    """A row below ``rows`` for each n-gram of character numbers; the export repeats this sum bit for bit."""
    total = torch.full_like(columns[0], salt * 7919 + 17)
    for column in columns:
        total = (total * 31_337 + (column + 1) * 1_000_003) % _MODULUS
    return (total ^ (total >> 15)) % rows


class Net(nn.Module):
    """Logits of every word of the vocabulary for each gap."""

    def __init__(
        self, chars: int, words: int, *, width: int = 320, ngram_rows: int = 1 << 16, gap_rows: int = 1 << 18
    ) -> None:
        super().__init__()
        self.shape = {"chars": chars, "words": words, "width": width, "ngram_rows": ngram_rows, "gap_rows": gap_rows}
        self.ngram_rows, self.gap_rows = ngram_rows, gap_rows
        self.char = nn.Embedding(chars, 128)
        self.bigram = nn.Embedding(ngram_rows, 64, sparse=True)
        self.trigram = nn.Embedding(ngram_rows, 64, sparse=True)
        self.gap = nn.Embedding(gap_rows, 32, sparse=True)
        self.left = nn.GRU(256, width)
        self.right = nn.GRU(256, width)
        self.hidden = nn.Linear(2 * width + 32 * len(GAP_NGRAMS), 512)
        self.query = nn.Linear(512, 320)
        self.word = nn.Linear(320, words)
        for table in (self.char, self.bigram, self.trigram):
            nn.init.normal_(table.weight, std=0.1)
        nn.init.normal_(self.gap.weight, std=0.05)
        nn.init.normal_(self.word.weight, std=0.05)

    def read_left(self, chars: Tensor) -> Tensor:
        """States after each character, read from the left; ``chars`` is (time, batch)."""
        before = shifted(chars, 1)
        two = self.bigram(mix([before, chars], 1, self.ngram_rows))
        three = self.trigram(mix([shifted(chars, 2), before, chars], 2, self.ngram_rows))
        states: Tensor = self.left(torch.cat([self.char(chars), two, three], -1))[0]
        return states

    def read_right(self, chars: Tensor) -> Tensor:
        """States before each character, read from the right."""
        after = shifted(chars, -1)
        two = self.bigram(mix([chars, after], 1, self.ngram_rows))
        three = self.trigram(mix([chars, after, shifted(chars, -2)], 2, self.ngram_rows))
        inputs = torch.cat([self.char(chars), two, three], -1).flip(0)
        states: Tensor = self.right(inputs)[0]
        return states.flip(0)

    def query_of(self, left: Tensor, right: Tensor, near_left: Tensor, near_right: Tensor) -> Tensor:
        """The query of each gap; ``near_*`` are (gap, REACH) characters, the nearest first."""
        grams = []
        for salt, (back, ahead) in enumerate(GAP_NGRAMS, 11):
            columns = [near_left[:, k] for k in reversed(range(back))] + [near_right[:, k] for k in range(ahead)]
            grams.append(self.gap(mix(columns, salt, self.gap_rows)))
        hidden = torch.relu(self.hidden(torch.cat([left, right, *grams], -1)))
        query: Tensor = self.query(hidden)
        return query

    def passage(self, chars: Tensor, column: Tensor, start: Tensor, end: Tensor) -> Tensor:
        """Queries of the gaps ``[start, end)`` in the columns of ``chars``; a gap never touches the first or last row."""
        lefts, rights = self.read_left(chars)[start - 1, column], self.read_right(chars)[end, column]
        padded = nn.functional.pad(chars, (0, 0, REACH, REACH))
        near_left = torch.stack([padded[start + REACH - 1 - k, column] for k in range(REACH)], 1)
        near_right = torch.stack([padded[end + REACH + k, column] for k in range(REACH)], 1)
        return self.query_of(lefts, rights, near_left, near_right)

    def windows(self, left: Tensor, right: Tensor) -> Tensor:
        """Queries of one gap between each pair of windows, both (time, batch) in reading order."""
        near_left = torch.stack([left[-1 - k] for k in range(REACH)], 1)
        near_right = torch.stack([right[k] for k in range(REACH)], 1)
        return self.query_of(self.read_left(left)[-1], self.read_right(right)[0], near_left, near_right)

    def dense(self) -> list[nn.Parameter]:
        """Parameters with dense gradients."""
        return [p for name, p in self.named_parameters() if not name.startswith(("bigram", "trigram", "gap"))]

    def sparse(self) -> list[nn.Parameter]:
        """The hashed tables."""
        return [self.bigram.weight, self.trigram.weight, self.gap.weight]


def shifted(chars: Tensor, by: int) -> Tensor:
    """The characters ``by`` rows earlier (or later, where negative), padding beyond the edge."""
    moved = torch.zeros_like(chars)
    if by > 0:
        moved[by:] = chars[:-by]
    else:
        moved[:by] = chars[-by:]
    return moved
