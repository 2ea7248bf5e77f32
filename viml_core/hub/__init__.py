"""Checkpoints and libraries from the Hugging Face Hub: `hf://owner/name[@revision]` to a folder.

A model repository holds one folder per model (`viml/`, `mvpt+/`, `mt/`), each with `config.json`
and `model.safetensors`; `hf://datasets/owner/name` is a library. What is fetched is what an
allow-list names, at one commit, and no path is handed out before its bytes have been compared with
the digests that the Hub listed for that commit. The listings are kept, so that a commit that is in
the cache costs no request and can be checked without the Hub. HF_ENDPOINT, HF_HUB_CACHE,
HF_HUB_OFFLINE and HF_TOKEN mean what they mean to huggingface_hub.
"""

from viml_core.hub.address import SCHEME, HubAddress, is_address
from viml_core.hub.client import api
from viml_core.hub.fetching import Snapshot, fetch
from viml_core.hub.sentences import explained
from viml_core.hub.wanted import CHECKPOINT, CLAP, DEEPSIM, LIBRARY, OPEN_CLIP, Wanted

__all__ = [
    "CHECKPOINT",
    "CLAP",
    "DEEPSIM",
    "LIBRARY",
    "OPEN_CLIP",
    "SCHEME",
    "HubAddress",
    "Snapshot",
    "Wanted",
    "api",
    "explained",
    "fetch",
    "is_address",
]
