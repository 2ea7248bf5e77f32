"""Ours, not the papers': a trained MT tells the models that see what an editor would ask for.

Pictures are few and music's labels are many, so words find music far better than pictures do. But
for each picture an editor wrote a *brief*: phrases that fit and phrases that do not. MT takes each
to the place in the music's space where its music is; their weighted sum is where the picture's
query should come to lie. So the student keeps MT's music tower as it is, and learns to look.
"""

from __future__ import annotations

import hashlib

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import normalize

from training.data.triplets import Triplets
from viml_core.errors import InputError
from viml_core.models.retrieval import MT, TransformerModel

TEXTS_AT_ONCE = 4096


class Teacher:
    """Where queries should lie: for each text of a corpus, and for each picture's brief.

    texts: (T, d) unit rows; briefs: (V, d) unit rows.
    """

    def __init__(self, model: MT, corpus: Triplets) -> None:
        if corpus.briefs is None:
            raise InputError(
                "A teacher needs a corpus with briefs, as `python -m training.corpus` writes it."
            )
        self.model = model
        self.texts = _embed_texts(model, torch.from_numpy(corpus.text))
        briefs = corpus.briefs
        owner = np.repeat(np.arange(len(corpus.video)), np.diff(briefs.offsets))
        phrases = self.texts[briefs.texts] * torch.from_numpy(briefs.weights)[:, None]
        sums = torch.zeros(len(corpus.video), self.texts.shape[1])
        self.briefs = normalize(sums.index_add_(0, torch.from_numpy(owner), phrases), dim=-1)

    def prepare(self, student: TransformerModel) -> None:
        """Give the student the teacher's music tower, to keep, and its text tower, to begin with.

        Raises:
            InputError: the two are not of the same shape.
        """
        try:
            student.music.load_state_dict(self.model.music.state_dict())
            if student.anchor is not None:
                student.anchor.load_state_dict(self.model.anchor.state_dict())
            if student.config.uses_text:
                student.text.load_state_dict(self.model.text.state_dict())
        except (RuntimeError, AttributeError) as error:
            raise InputError(
                "The teacher and the model it teaches differ in shape; train both from one "
                "configuration."
            ) from error
        frozen = [student.music, student.anchor] if student.anchor is not None else [student.music]
        for part in frozen:
            part.requires_grad_(False)

    def targets(self, videos: Tensor, texts: Tensor, spoken: Tensor, share: float) -> Tensor:
        """Where B queries should lie: (B, d) unit rows.

        videos, texts: (B,) rows of the corpus; spoken: (B,) True where the words are heard: then
        they lead, and the picture's brief counts `share`.
        """
        briefs, words = self.briefs[videos], self.texts[texts]
        return torch.where(spoken[:, None], normalize(words + share * briefs, dim=-1), briefs)

    def fingerprint(self) -> str:
        """16 hex digits that change with any of the teacher's weights."""
        digest = hashlib.blake2b()
        for name, tensor in self.model.state_dict().items():
            digest.update(name.encode() + tensor.cpu().numpy().tobytes())
        return digest.hexdigest()[:16]


@torch.inference_mode()
def _embed_texts(model: MT, x_t: Tensor) -> Tensor:
    """(T, D_t) -> (T, d)."""
    unseen = torch.zeros(1, 1, model.config.visual_dim)
    parts = [
        model.embed_query(unseen, unseen.new_ones(1, 1).bool(), part)
        for part in x_t.split(TEXTS_AT_ONCE)
    ]
    return torch.cat(parts).clone()
