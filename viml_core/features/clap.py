"""LAION-CLAP through transformers: the public stand-in for DeepSim in the preset `paper`."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import torch

from viml_core.errors import MediaError, WeightsError
from viml_core.features.signal import level_dbfs
from viml_core.media.audio import resample
from viml_core.types import FloatArray, MusicFeatures, Waveform

SEGMENT_S = 10.0  # what CLAP was trained on, and a segment of the papers
MIN_TAIL_S = 3.0

_FILES = ("config.json", "model.safetensors", "preprocessor_config.json")
_SILENCE_DBFS = -60.0
_COMPUTATION = b"clap-segments-1"  # change it when the same track and weights give another x_m


class ClapMusicEncoder:
    """g_m: sound to x_m (S, D), one unit vector for each segment of 10 s.

    What is left at the end is a segment of its own from 3 s on, else left out. A silent segment is
    all zeros. CLAP's audio side names no tags, and no tempo is looked for.
    """

    def __init__(self, network: torch.nn.Module, extractor: object, fingerprint: str) -> None:
        self._network = network.eval().requires_grad_(False)
        self._extractor = extractor
        self._rate_hz = int(extractor.sampling_rate)  # type: ignore[attr-defined]
        self.name = "LAION-CLAP, in DeepSim's place"
        self.dim = int(network.config.projection_dim)  # type: ignore[union-attr,arg-type]
        self.fingerprint = fingerprint

    def encode(self, waveform: Waveform) -> MusicFeatures:
        """A whole track, any rate and channel count. Raises MediaError where there is no sound."""
        samples = resample(waveform, self._rate_hz, mono=True).samples[0]
        if len(samples) == 0:
            raise MediaError("The track has no sound in it: choose another file.")
        step = round(SEGMENT_S * self._rate_hz)
        starts = list(range(0, len(samples), step))
        if len(starts) > 1 and len(samples) - starts[-1] < MIN_TAIL_S * self._rate_hz:
            starts.pop()
        rows = [self._embed(samples[start : start + step]) for start in starts]
        silent = not any(row.any() for row in rows)
        return MusicFeatures(np.stack(rows), tags=(), bpm=None, silent=silent)

    @torch.inference_mode()
    def _embed(self, samples: FloatArray) -> FloatArray:
        if level_dbfs(samples) <= _SILENCE_DBFS:
            return np.zeros(self.dim, np.float32)
        inputs = self._extractor(  # type: ignore[operator]
            samples, sampling_rate=self._rate_hz, return_tensors="pt"
        )
        embedded = self._network(**inputs).audio_embeds[0].float()
        unit: FloatArray = torch.nn.functional.normalize(embedded, dim=0).numpy()
        return unit


def load_clap(folder: Path) -> ClapMusicEncoder:
    """The audio side of a CLAP model in transformers' format, with every weight out of its file.

    Raises:
        WeightsError: a file is missing or altered, or weights are missing in it.
    """
    absent = [name for name in _FILES if not (folder / name).is_file()]
    if absent:
        raise WeightsError(
            f"The CLAP model in {folder} lacks {', '.join(absent)}; name a folder or a revision "
            "with safetensors (pickles are not read)."
        )
    try:
        from transformers import ClapAudioModelWithProjection, ClapFeatureExtractor
    except ImportError as error:
        raise WeightsError(
            "CLAP needs the package transformers, which the app itself does not; run "
            "`pip install 'transformers>=5'`, or name a DeepSim."
        ) from error

    try:
        loaded: Any = ClapAudioModelWithProjection.from_pretrained(
            folder, use_safetensors=True, local_files_only=True, output_loading_info=True
        )
        network, report = loaded
        extractor = ClapFeatureExtractor.from_pretrained(folder, local_files_only=True)
    except Exception as error:  # transformers raises whatever its parts do
        raise WeightsError(
            f"The folder {folder} does not hold a CLAP model that transformers can read "
            f"({' '.join(str(error).split())[:200]}); fetch it again."
        ) from error
    missing = sorted(report["missing_keys"]) + sorted(map(str, report["mismatched_keys"]))
    if missing:
        raise WeightsError(
            f"The CLAP model in {folder} lacks {len(missing)} of its weights, {missing[0]} for "
            "one; fetch it again: random ones are never put in their place."
        )
    digest = hashlib.sha256(_COMPUTATION)
    for name in _FILES:
        digest.update((folder / name).read_bytes())
    return ClapMusicEncoder(network, extractor, digest.hexdigest()[:16])
