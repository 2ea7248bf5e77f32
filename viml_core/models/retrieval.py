"""ViML, MVPt+ and MT: encoders per modality, a query embedding and a music embedding to compare.

The three differ only in what the query is made of: picture and words, picture, words.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn.functional import normalize

from viml_core.models.anchor import Anchor
from viml_core.models.config import ModelConfig
from viml_core.models.encoders import SequenceEncoder
from viml_core.models.fusion import build_fusion

TEXT_LENGTH = 1  # a sentence is one base feature vector: n = 1 in ViML


class RetrievalModel(nn.Module):
    """Common ground: `embed_query` and `embed_music` meet in one space of unit vectors."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.music = SequenceEncoder(config.music_dim, config.max_segments, config)
        self.anchor = Anchor(config) if config.shared_dim else None

    def embed_music(self, x_m: Tensor, mask: Tensor) -> Tensor:
        """x_m (N, S, D_m), mask (N, S) -> y_m (N, d), unit rows."""
        y_m = self.music(x_m, mask)
        if self.anchor:
            y_m = self.anchor(y_m, [self.anchor.sequence(x_m, mask)])
        return normalize(y_m, dim=-1)

    def embed_query(self, x_v: Tensor, v_mask: Tensor, x_t: Tensor) -> Tensor:
        """x_v (B, S, D_v), v_mask (B, S), x_t (B, D_t) -> (B, d), unit rows."""
        raise NotImplementedError

    def _sentence(self, encoder: SequenceEncoder, x_t: Tensor) -> Tensor:
        x_t = x_t.unsqueeze(1)
        y_t: Tensor = encoder(x_t, x_t.new_ones(x_t.shape[:2]).bool())
        return y_t


class ViML(RetrievalModel):
    """Picture and words (ViML, section 3). Without words, x_t embeds the empty text."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__(config)
        self.visual = SequenceEncoder(config.visual_dim, config.max_segments, config)
        self.text = SequenceEncoder(config.text_dim, TEXT_LENGTH, config)
        self.fusion = build_fusion(config)

    def embed_query(self, x_v: Tensor, v_mask: Tensor, x_t: Tensor) -> Tensor:
        y = self.fusion(self.visual(x_v, v_mask), self._sentence(self.text, x_t))
        if self.anchor:
            y = self.anchor(y, [self.anchor.sequence(x_v, v_mask), self.anchor.sentence(x_t)])
        return normalize(y, dim=-1)


class MVPt(RetrievalModel):
    """Picture only (MVPt). MVPt+ is this network trained with the temperature 0.03."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__(config)
        self.visual = SequenceEncoder(config.visual_dim, config.max_segments, config)

    def embed_query(self, x_v: Tensor, v_mask: Tensor, x_t: Tensor) -> Tensor:
        y_v = self.visual(x_v, v_mask)
        if self.anchor:
            y_v = self.anchor(y_v, [self.anchor.sequence(x_v, v_mask)])
        return normalize(y_v, dim=-1)


class MT(RetrievalModel):
    """Words only (ViML's supplement, section C)."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__(config)
        self.text = SequenceEncoder(config.text_dim, TEXT_LENGTH, config)

    def embed_query(self, x_v: Tensor, v_mask: Tensor, x_t: Tensor) -> Tensor:
        y_t = self._sentence(self.text, x_t)
        if self.anchor:
            y_t = self.anchor(y_t, [self.anchor.sentence(x_t)])
        return normalize(y_t, dim=-1)


ARCHITECTURES: dict[str, type[RetrievalModel]] = {"viml": ViML, "mvpt+": MVPt, "mt": MT}


def build_model(config: ModelConfig) -> RetrievalModel:
    """A model with fresh weights."""
    return ARCHITECTURES[config.name](config)
