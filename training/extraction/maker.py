"""What a worker does: items in, the bytes of a shard out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from training.extraction.encode import Encoded, encode_item
from training.extraction.plan import Item, Plan, Task
from training.extraction.shards import ShardHeader, pack
from viml_core.errors import InputError, VimlError
from viml_core.features.base import Preset
from viml_core.features.presets import load_preset

# The same sums in the same order everywhere; it is N workers that use N cores.
ONE_THREAD: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
)


class ShardMaker:
    """Makes shards with a preset's encoders."""

    def __init__(self, plan: Plan, preset: Preset) -> None:
        """Raises InputError where the preset is not the one that was planned for."""
        if preset.fingerprints != plan.encoders:
            raise InputError(
                f"This worker's encoders of the preset {plan.preset!r} are not those of the plan; "
                "install the same version everywhere."
            )
        self.plan = plan
        self.preset = preset
        self._dims = {"video": preset.visual.dim, "music": preset.music.dim}

    @classmethod
    def load(cls, plan: Plan) -> ShardMaker:
        """With the encoders of the plan, and this process held to one thread.

        Raises:
            VimlError: they cannot be loaded, or are not those of the plan.
        """
        import torch

        torch.set_num_threads(1)
        return cls(plan, load_preset(plan.preset))

    def make(self, task: Task, on_item: Callable[[], None] = lambda: None) -> bytes:
        """The bytes of one shard. What fails is listed in it with the reason."""
        encoded: dict[str, Encoded] = {}
        failures: dict[str, str] = {}
        for item in task.items:
            try:
                encoded[item.id] = self._encode(item)
            except VimlError as error:
                failures[item.id] = str(error)
            on_item()
        header = ShardHeader(
            preset=self.plan.preset,
            encoders=self.plan.encoders,
            ids=task.ids,
            failures=failures,
            tags={name: result.tags for name, result in encoded.items()},
        )
        features = {
            modality: [
                encoded[name].features[modality]
                if name in encoded
                else np.zeros((0, self._dims[modality]), np.float32)
                for name in header.ids
            ]
            for modality in self.plan.modalities
        }
        return pack(header, features)

    def _encode(self, item: Item) -> Encoded:
        try:
            return encode_item(item, self.preset, self.plan.modalities)
        except VimlError:
            raise
        except Exception as error:
            # One odd file among a hundred thousand must not end the run; it is listed instead.
            raise VimlError(f"{type(error).__name__}: {error}") from error
