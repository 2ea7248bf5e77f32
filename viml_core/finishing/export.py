"""The finished clip and all that goes with it, in one folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Exported:
    """The files of one export.

    video: the finished clip; music: the music alone as WAV, as it is in the mix; mix: its JSON;
    edl: CMX 3600; command: a text file with the ffmpeg line that makes the clip again from the
    upload and the WAV; credits: what to write under the clip. picture_copied: the picture's packets
    are the upload's; notes: what had to be re-encoded or changed, in sentences, empty as a rule.
    """

    video: Path
    music: Path
    mix: Path
    edl: Path
    command: Path
    credits: Path
    picture_copied: bool
    notes: tuple[str, ...]
    loudness_lufs: float
    true_peak_dbtp: float

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them."""
        return self.video, self.music, self.mix, self.edl, self.command, self.credits
