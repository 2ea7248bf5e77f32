"""Where something lies on the Hub: `hf://[datasets/]owner/name[@revision]`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from viml_core.errors import InputError

SCHEME = "hf://"
Kind = Literal["model", "dataset", "space"]

_ADDRESS = re.compile(
    r"hf://(?P<datasets>datasets/)?(?P<repo>[\w.-]+/[\w.-]+)(?:@(?P<revision>[\w.-][\w./-]*))?"
)


@dataclass(frozen=True)
class HubAddress:
    """A repository on the Hub; `revision` is a branch, a tag or a commit, None the main branch."""

    kind: Kind
    repo: str
    revision: str | None = None

    @classmethod
    def parse(cls, text: str) -> HubAddress:
        """`hf://[datasets/]owner/name[@revision]`.

        Raises:
            InputError: it is not such an address.
        """
        match = _ADDRESS.fullmatch(text.strip())
        if not match or ".." in text:
            raise InputError(
                f"'{text}' is not an address on the Hub; write hf://owner/name or "
                "hf://owner/name@revision, and hf://datasets/owner/name for a library."
            )
        kind: Kind = "dataset" if match["datasets"] else "model"
        return cls(kind, match["repo"], match["revision"])

    def __str__(self) -> str:
        prefix = "" if self.kind == "model" else f"{self.kind}s/"
        return f"{SCHEME}{prefix}{self.repo}" + (f"@{self.revision}" if self.revision else "")

    def at(self, commit: str) -> HubAddress:
        """The same repository, pinned."""
        return HubAddress(self.kind, self.repo, commit)


def is_address(text: str | Path) -> bool:
    """Whether this is meant to be an address on the Hub rather than a folder."""
    return str(text).startswith(SCHEME)
