"""huggingface_hub's client, with the environment as it is now and not as it was at its import."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from viml_core.hub.address import HubAddress
from viml_core.weights import cache_dir

# Read by huggingface_hub and hf_xet when they are imported: nobody is counted.
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")


def api() -> Any:
    """The client, at HF_ENDPOINT as it is set now."""
    from huggingface_hub import HfApi

    return HfApi(endpoint=endpoint())


def endpoint() -> str:
    """The Hub's address, without a slash at its end."""
    from huggingface_hub import constants

    return os.environ.get("HF_ENDPOINT", constants.ENDPOINT).rstrip("/")


def hub_cache() -> Path:
    """The folder in which huggingface_hub keeps what it fetched."""
    from huggingface_hub import constants

    return Path(os.environ.get("HF_HUB_CACHE", constants.HF_HUB_CACHE)).expanduser()


def offline() -> bool:
    """Whether HF_HUB_OFFLINE forbids to ask."""
    from huggingface_hub import constants

    said = os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}
    return said or bool(constants.HF_HUB_OFFLINE)


def records(address: HubAddress) -> Path:
    """Where the listings and the last seen commits of a repository are kept."""
    return cache_dir() / "hub" / f"{address.kind}s--{address.repo.replace('/', '--')}"


def transport_error() -> type[Exception]:
    """The base class of whatever fails below HTTP, in the HTTP library that the client speaks."""
    from huggingface_hub.errors import HfHubHTTPError

    base: type[Exception] = HfHubHTTPError.__bases__[0]
    return base
