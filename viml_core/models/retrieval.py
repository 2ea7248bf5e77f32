"""The models: encoders per modality, a query embedding and a music embedding to compare.

ViML, MVPt(+) and MT differ only in what the query is made of: picture and words, picture, words.
Pretet is the older baseline on features averaged over the track.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from viml_core.models.anchor import Anchor
from viml_core.models.config import ModelConfig
from viml_core.models.encoders import SequenceEncoder, tower
from viml_core.models.fusion import build_fusion
from viml_core.models.sequences import mean_segment

TEXT_LENGTH = 1  # a sentence is one base feature vector: n = 1 in ViML


class RetrievalModel(nn.Module):
    """Common ground: `embed_query` and `embed_music` meet in one space of unit vectors."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.anchor: Anchor | None = None

    def embed_music(self, x_m: Tensor, mask: Tensor) -> Tensor:
        """x_m (N, S, D_m), mask (N, S) -> y_m (N, d), unit rows."""
        raise NotImplementedError

    def embed_query(self, x_v: Tensor, v_mask: Tensor, x_t: Tensor) -> Tensor:
        """x_v (B, S, D_v), v_mask (B, S), x_t (B, D_t) -> (B, d), unit rows."""
        raise NotImplementedError


class TransformerModel(RetrievalModel):
    """What ViML, MVPt(+) and MT share: f_m, and the anchor where the preset has one."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__(config)
        self.music = SequenceEncoder(config.music_dim, config.max_segments, config)
        self.anchor = Anchor(config) if config.shared_dim else None

    def embed_music(self, x_m: Tensor, mask: Tensor) -> Tensor:
        y_m = self.music(x_m, mask)
        if self.anchor:
            y_m = self.anchor(y_m, self.anchor.sequence(x_m, mask))
        return _unit(y_m)

    def _visual_encoder(self) -> SequenceEncoder:
        config = self.config
        seen_dim = config.seen_dim or config.visual_dim
        return SequenceEncoder(seen_dim, config.max_segments, config)

    def _seen(self, x_v: Tensor) -> Tensor:
        return x_v[..., : self.config.seen_dim]

    def _sentence(self, encoder: SequenceEncoder, x_t: Tensor) -> Tensor:
        x_t = x_t.unsqueeze(1)
        y_t: Tensor = encoder(x_t, x_t.new_ones(x_t.shape[:2]).bool())
        return y_t


class ViML(TransformerModel):
    """Picture and words (ViML, section 3). Without words, x_t embeds the empty text."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__(config)
        self.visual = self._visual_encoder()
        self.text = SequenceEncoder(config.text_dim, TEXT_LENGTH, config)
        self.fusion = build_fusion(config)
        # The anchor of words knows no picture: what is fused must be able to outweigh it.
        self.gain = nn.Parameter(torch.ones(())) if self.anchor else None

    def embed_query(self, x_v: Tensor, v_mask: Tensor, x_t: Tensor) -> Tensor:
        y = self.fusion(self.visual(self._seen(x_v), v_mask), self._sentence(self.text, x_t))
        if self.anchor:
            y = self.anchor(y, self.anchor.sentence(x_t), self.gain)
        return _unit(y)


class MVPt(TransformerModel):
    """Picture only (MVPt). MVPt+ is the same network, trained with the temperature 0.03."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__(config)
        self.visual = self._visual_encoder()

    def embed_query(self, x_v: Tensor, v_mask: Tensor, x_t: Tensor) -> Tensor:
        return _unit(self.visual(self._seen(x_v), v_mask))


class MT(TransformerModel):
    """Words only (ViML's supplement, section C)."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__(config)
        self.text = SequenceEncoder(config.text_dim, TEXT_LENGTH, config)

    def embed_query(self, x_v: Tensor, v_mask: Tensor, x_t: Tensor) -> Tensor:
        y_t = self._sentence(self.text, x_t)
        if self.anchor:
            y_t = self.anchor(y_t, self.anchor.sentence(x_t))
        return _unit(y_t)


class Pretet(RetrievalModel):
    """VM-NET's two towers, as Pretet et al. (2021) train them: picture only, no sequence."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__(config)
        wide, out = config.widest_dim, config.embedding_dim
        self.music = tower([config.music_dim, wide, wide // 2, out], config.dropout)
        self.visual = tower([config.visual_dim, wide, out], config.dropout)

    def embed_music(self, x_m: Tensor, mask: Tensor) -> Tensor:
        return _unit(self.music(mean_segment(x_m, mask)))

    def embed_query(self, x_v: Tensor, v_mask: Tensor, x_t: Tensor) -> Tensor:
        return _unit(self.visual(mean_segment(x_v, v_mask)))


ARCHITECTURES: dict[str, type[RetrievalModel]] = {
    "viml": ViML,
    "mvpt+": MVPt,
    "mvpt": MVPt,
    "mt": MT,
    "pretet": Pretet,
}


def _unit(y: Tensor) -> Tensor:
    """Unit rows in fp32, under autocast too: rounded to bf16 they are up to 0.4% too long."""
    return normalize(y.float(), dim=-1)


def build_model(config: ModelConfig) -> RetrievalModel:
    """A model with fresh weights."""
    return ARCHITECTURES[config.name](config)
