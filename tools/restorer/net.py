"""The network: what the characters on both sides of a gap say of the word that is missing in it.

Two recurrent networks (LSTM) read towards the gap, one from the left, one from the right, so that one pass over
a passage serves every gap in it. For each gap a query, begun from the two states beside it and from hashed n-grams
that touch it, then looks at all states on both sides (cross-attention): that is where left and right meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor, nn
from torch.nn import functional

PAD, LINE, MASK, UNKNOWN = 0, 1, 2, 3
"""Character numbers with a meaning: beyond the text, end of a line, a masked word, a rare character."""
SPECIALS = 4
GAP_NGRAMS = ((1, 1), (2, 0), (3, 0), (0, 2), (0, 3), (2, 1), (1, 2), (2, 2))
"""(characters left of the gap, characters right of it) of each hashed n-gram."""
REACH = 3
DROP = 0.15
"""Share of the numbers of the states and of a query that is left out in training."""
DROP_PAIRS, DROP_LONGER = 0.2, 0.5
"""Shares of the n-grams left out in training, each as a whole: the longer ones mostly tell a text that was seen before."""
MODULUS = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network."""

    chars: int
    words: int
    state: int = 384
    """Of each recurrent layer."""
    layers: int = 2
    width: int = 256
    """Of a query, and of a word's vector."""
    heads: int = 4
    fusions: int = 2
    char_width: int = 128
    ngram_rows: int = 1 << 16
    gap_rows: int = 1 << 18
    ngram_width: int = 64
    gap_width: int = 32


def mix(columns: list[Tensor], salt: int, rows: int) -> Tensor:
    """A row below ``rows`` for each n-gram of character numbers; ``masks/rank`` repeats this sum bit for bit."""
    total = torch.full_like(columns[0], salt * 7919 + 17)
    for column in columns:
        total = (total * 31_337 + (column + 1) * 1_000_003) % MODULUS
    return (total ^ (total >> 15)) % rows


class Feed(nn.Module):
    """The position-wise half of a block: squared ReLU (So et al., Primer, 2021), cheap to repeat in numpy."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.up = nn.Linear(width, 4 * width, bias=False)
        self.down = nn.Linear(4 * width, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """The state with what the block adds."""
        out: Tensor = x + self.down(torch.relu(self.up(self.norm(x))).square())
        return out


class Fusion(nn.Module):
    """A block in which the query of each gap looks at the states on both sides of it."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.width
        self.heads = shape.heads
        self.norm = nn.LayerNorm(width)
        self.q = nn.Linear(width, width, bias=False)
        self.left = nn.Linear(shape.state, 2 * width, bias=False)
        self.right = nn.Linear(shape.state, 2 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.feed = Feed(width)

    def forward(self, query: Tensor, left: Tensor, right: Tensor, allowed: Tensor) -> Tensor:
        """Queries (batch, gap, width) after the block; ``allowed`` is (batch, gap, 2 * time)."""
        batch, gaps, width = query.shape
        q = self.q(self.norm(query)).view(batch, gaps, self.heads, -1).transpose(1, 2)
        both = torch.cat([self.left(left), self.right(right)], 1)
        k, v = both.view(batch, both.shape[1], 2, self.heads, -1).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=allowed[:, None])
        out: Tensor = self.feed(query + self.out(seen.transpose(1, 2).reshape(batch, gaps, width)))
        return out


States: TypeAlias = tuple[Tensor, Tensor]
"""What a stack remembers and its cells, both (layer, batch, state)."""


class Net(nn.Module):
    """Queries of gaps, to be multiplied with the rows of ``word``; the hashed tables live in :class:`Tables`."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.edges: dict[str, States] = {}
        """The states that reading begins with; in training there are none."""
        self.char = nn.Embedding(shape.chars, shape.char_width)
        size = shape.char_width + 2 * shape.ngram_width
        self.left = nn.LSTM(size, shape.state, shape.layers, batch_first=True)
        self.right = nn.LSTM(size, shape.state, shape.layers, batch_first=True)
        self.begin = nn.Linear(2 * shape.state + shape.gap_width * len(GAP_NGRAMS), shape.width)
        self.fusions = nn.ModuleList(Fusion(shape) for _ in range(shape.fusions))
        self.norm = nn.LayerNorm(shape.width)
        self.word = nn.Linear(shape.width, shape.words)
        for part in self.modules():
            if isinstance(part, nn.Linear):
                nn.init.normal_(part.weight, std=0.5 / part.in_features**0.5)
        nn.init.normal_(self.char.weight, std=0.2)
        nn.init.zeros_(self.word.bias)

    def read(self, chars: Tensor, grams: dict[str, Tensor]) -> tuple[tuple[Tensor, States], tuple[Tensor, States]]:
        """What was read up to each place from the left, and from the right in order of reading, each with the states at the end."""
        char = self.char(chars)
        left = torch.cat([char, grams["left2"], grams["left3"]], -1)
        right = torch.cat([char, grams["right2"], grams["right3"]], -1).flip(1)
        return self.left(left, self.edges.get("left")), self.right(right, self.edges.get("right"))

    def forward(self, chars: Tensor, grams: dict[str, Tensor], gaps: Tensor) -> Tensor:
        """Queries (batch, gap, width); ``gaps`` is (batch, gap, 2): start and end, never at the passage's edge."""
        (left, _), (right, _) = self.read(chars, grams)
        right = right.flip(1)
        start, end = gaps[..., 0], gaps[..., 1]
        left, right = (functional.dropout(states, DROP, self.training) for states in (left, right))
        rows = torch.arange(len(chars), device=chars.device)[:, None]
        beside = [left[rows, start - 1], right[rows, end]]
        query = self.begin(torch.cat([*beside, grams["gap"]], -1))
        places = torch.arange(chars.shape[1], device=chars.device)
        own_left, own_right = same_text(chars, start)
        allowed = torch.cat([(places < start[..., None]) & own_left, (places >= end[..., None]) & own_right], -1)
        for fusion in self.fusions:
            query = fusion(query, left, right, allowed)
        out: Tensor = functional.dropout(self.norm(query), DROP, self.training)
        return out


def same_text(chars: Tensor, start: Tensor) -> tuple[Tensor, Tensor]:
    """Places (batch, gap, time) of the text that a gap is in, with the ``PAD`` before it, and with the one behind it."""
    edge = chars == PAD
    text = edge.cumsum(1)
    own = text.gather(1, start)[..., None]
    left: Tensor = text[:, None] == own
    return left, (text - edge.long())[:, None] == own


class Tables:
    """Hashed tables of n-gram vectors with their own sparse step (Adagrad, one rate a row), outside autograd's parameters."""

    def __init__(self, shape: Shape, seed: int, device: str) -> None:
        make = torch.Generator().manual_seed(seed)
        sizes = {
            "bigram": (shape.ngram_rows, shape.ngram_width),
            "trigram": (shape.ngram_rows, shape.ngram_width),
            "gap": (shape.gap_rows, shape.gap_width),
        }
        self.weight = {k: (torch.randn(size, generator=make) * 0.1).to(device) for k, size in sizes.items()}
        self.seen = {name: torch.full((size[0],), 1e-12, device=device) for name, size in sizes.items()}
        self.read: list[tuple[str, Tensor, Tensor]] = []

    def _rows(self, name: str, which: Tensor, drop: Tensor, *, learn: bool) -> Tensor:
        rows = self.weight[name][which].requires_grad_(learn)
        if learn:
            self.read.append((name, which.reshape(-1), rows))
            kept = torch.rand(which.shape, device=rows.device) > drop
            return rows * (kept / (1 - drop))[..., None]
        return rows

    def grams(self, chars: Tensor, gaps: Tensor, *, learn: bool) -> dict[str, Tensor]:
        """The vectors of the n-grams that end or begin at each place, and of those that touch each gap."""
        rows = len(self.weight["bigram"])
        pair, longer = torch.tensor([DROP_PAIRS, DROP_LONGER], device=chars.device)
        touching = torch.stack([pair if sum(sides) == 2 else longer for sides in GAP_NGRAMS])
        before, two_before = shifted(chars, 1), shifted(chars, 2)
        after, two_after = shifted(chars, -1), shifted(chars, -2)
        return {
            "left2": self._rows("bigram", mix([before, chars], 1, rows), pair, learn=learn),
            "left3": self._rows("trigram", mix([two_before, before, chars], 2, rows), longer, learn=learn),
            "right2": self._rows("bigram", mix([chars, after], 1, rows), pair, learn=learn),
            "right3": self._rows("trigram", mix([chars, after, two_after], 2, rows), longer, learn=learn),
            "gap": self._rows("gap", self._touching(chars, gaps), touching, learn=learn).flatten(-2),
        }

    def _touching(self, chars: Tensor, gaps: Tensor) -> Tensor:
        padded = functional.pad(chars, (REACH, REACH))
        near_left = [padded.gather(1, gaps[..., 0] + REACH - 1 - k) for k in range(REACH)]
        near_right = [padded.gather(1, gaps[..., 1] + REACH + k) for k in range(REACH)]
        rows = len(self.weight["gap"])
        columns = [
            mix([near_left[k] for k in reversed(range(back))] + [near_right[k] for k in range(ahead)], salt, rows)
            for salt, (back, ahead) in enumerate(GAP_NGRAMS, 11)
        ]
        return torch.stack(columns, -1)

    def step(self, rate: float) -> None:
        """Move every row that was read since the last step."""
        for name, which, rows in self.read:
            if rows.grad is None:
                continue
            grad = rows.grad.reshape(len(which), -1).float()
            table, seen = self.weight[name], self.seen[name]
            seen.index_add_(0, which, grad.square().mean(-1))
            table.index_add_(0, which, grad * (-rate / seen[which].sqrt())[:, None])
        self.read.clear()


def shifted(chars: Tensor, by: int) -> Tensor:
    """The characters ``by`` places earlier (or later, where negative), padding beyond the edge."""
    return functional.pad(chars, (by, 0))[:, :-by] if by > 0 else functional.pad(chars, (0, -by))[:, -by:]
