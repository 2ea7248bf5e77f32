"""The numbers of a retrieval model. Sources: ViML (CVPR 2023), MVPt (CVPR 2022), Pretet (2021)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ModelName = Literal["viml", "mvpt+", "mvpt", "mt", "pretet"]
FusionName = Literal["addition", "linear", "mlp", "transformer1", "transformer2"]


@dataclass(frozen=True)
class ModelConfig:
    """One model, whole: with its weights this is a checkpoint.

    `preset` and `encoders` (fingerprints by modality) say which base features it was trained on.
    """

    name: ModelName
    preset: str
    visual_dim: int
    text_dim: int
    music_dim: int
    encoders: dict[str, str] = field(default_factory=dict)
    dim: int = 256  # ViML: every modality is projected to 256
    layers: int = 2  # ViML: per modality
    heads: int = 2  # ViML
    feedforward_dim: int = 2048  # recovered from the fusion module's parameter counts
    dropout: float = 0.1  # not stated
    max_segments: int = 18  # K of MVPt, not stated: 18 segments of 10 s
    seen_dim: int | None = None  # ours: only the first so many features of a picture are used
    shared_dim: int = 0  # ours, see `anchor.py`: 0 is the papers' network
    fusion: FusionName = "transformer2"  # ViML's choice among its five variants
    fusion_hidden_dim: int = 2048  # of the MLP variant; recovered from its 1.6M parameters
    widest_dim: int = 2048  # Pretet: music 2048-1024-512, video 2048-512; the others have none

    def __post_init__(self) -> None:
        """Refuse what no network can be.

        Raises:
            ValueError: a number out of its range.
        """
        counts = ("dim", "layers", "heads", "feedforward_dim", "max_segments", "fusion_hidden_dim")
        for name in counts:
            if getattr(self, name) < 1:
                raise ValueError(f"'{name}' is {getattr(self, name)}, but has to be at least 1")
        if self.dim % self.heads:
            raise ValueError(f"'dim' is {self.dim}, which {self.heads} 'heads' cannot share")
        if not 0.0 <= self.dropout < 1.0:
            raise ValueError(f"'dropout' is {self.dropout}, but lies between 0 and 1")
        if self.seen_dim is not None and not 1 <= self.seen_dim <= self.visual_dim:
            raise ValueError(f"'seen_dim' is {self.seen_dim} of {self.visual_dim} of a picture")
        shared = min(self.text_dim, self.music_dim)
        if not 0 <= self.shared_dim <= shared:
            raise ValueError(f"'shared_dim' is {self.shared_dim} of {shared} of words and music")
        if self.widest_dim < 4:
            raise ValueError(f"'widest_dim' is {self.widest_dim}, but has to be at least 4")

    @property
    def uses_video(self) -> bool:
        return self.name != "mt"

    @property
    def uses_text(self) -> bool:
        return self.name in ("viml", "mt")

    @property
    def embedding_dim(self) -> int:
        """d of the space in which query and music meet."""
        return self.widest_dim // 4 if self.name == "pretet" else self.dim

    @property
    def window_segments(self) -> int | None:
        """Segments that are looked at of a longer item; None where Pretet averages all of it."""
        return None if self.name == "pretet" else self.max_segments
