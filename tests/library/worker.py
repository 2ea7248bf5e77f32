"""An ingestion with the toy encoder, to be run in a process of its own."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

from tests.library.toy import ToyEncoder, ToyModel, make

# What an ingestion imports at its first file: a process that is to be killed should be at work.
PRELOAD = [__name__, "faiss", "mutagen", "pyloudnorm", "scipy.signal", "soundfile"]


def run(folder: Path, music: Path, delay_s: float, out: Connection) -> None:
    """Send "ready", ingest and index, and send what came of it."""
    out.send("ready")
    encoder = ToyEncoder(delay_s=delay_s)
    report = make(folder).ingest([music], encoder)
    make(folder).index(ToyModel())
    out.send({"added": len(report.added), "known": report.known, "encoded": encoder.encoded})
