"""The README's pictures and files are there, and small."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAX_PICTURE_BYTES = 200_000


def test_every_picture_is_shown_and_small() -> None:
    shown = set(re.findall(r"docs/pictures/[\w-]+\.webp", README))
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs/pictures").iterdir()}
    assert shown == there and len(shown) >= 4
    for name in shown:
        data = (ROOT / name).read_bytes()
        assert data[8:12] == b"WEBP" and len(data) <= MAX_PICTURE_BYTES


def test_files_that_are_named_exist() -> None:
    named = set(re.findall(r"`((?:docs|training|assets|demo|tests|viml_core)/[\w./-]+)`", README))
    assert len(named) > 5
    assert not [name for name in named if not (ROOT / name).exists()]
