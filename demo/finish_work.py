"""What finishing a result makes: previews of its mix, and the files of an export."""

from __future__ import annotations

import shutil
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from demo import listening
from demo.answered import Answered, Rendered
from demo.jobs import Job
from demo.player.component import PlayerItem
from viml_core.finishing.export import Exported
from viml_core.finishing.finisher import Finisher
from viml_core.finishing.mix import Mix
from viml_core.finishing.mixing import MixedSound
from viml_core.session import preview_name
from viml_core.types import ClipFeatures

_PREVIEWS_KEPT = 2  # of one track: the browser may still be fetching the last but one


def preview_mix(
    finisher: Finisher, answered: Answered, ready: Rendered, clip: ClipFeatures, mix: Mix
) -> MixedSound:
    """Renders a mix and puts it in the place of the result's preview.

    Raises:
        MediaError, StorageError: as when a preview is made.
    """
    track = ready.suggestion.track
    folder = folder_of(answered, ready)
    older = sorted(folder.glob("mix-*"))
    for gone in older[: max(0, len(older) + 1 - _PREVIEWS_KEPT)]:
        shutil.rmtree(gone, ignore_errors=True)
    out = folder / f"mix-{time.monotonic_ns():020d}" / preview_name(ready.suggestion)
    out.parent.mkdir(parents=True)
    preview = finisher.preview(clip, track, mix, out)
    answered.mixes[track.track_id] = mix
    answered.ready[track.track_id] = replace(
        ready, preview=preview, sound=listening.sound_of(preview)
    )
    return finisher.mixed(clip.info, track, mix)


def mixed_item(item: PlayerItem, answered: Answered) -> PlayerItem:
    """A result as the player shows it: from where its mix, if there is one, lets it start."""
    mix = answered.mixes.get(item.key)
    return replace(item, start_s=mix.start_s) if mix and item.sound else item


def zipped(exported: Exported) -> Path:
    """All files of an export in one, beside them; media are not compressed a second time."""
    target = exported.video.with_name(f"{exported.video.stem}.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in exported.files:
            archive.write(path, path.name)
    return target


def exporting(
    finisher: Finisher, ready: Rendered, clip: ClipFeatures, mix: Mix, folder: Path
) -> Callable[[Job[Exported]], None]:
    """The work on an export: it emits one `Exported`."""

    def work(job: Job[Exported]) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        exported = finisher.export(clip, ready.suggestion.track, mix, folder, cancel=job.cancel)
        without_paths(exported.command, clip)
        job.emit(exported)

    return work


def without_paths(command: Path, clip: ClipFeatures) -> None:
    """The ffmpeg line is run where the visitor keeps the clip, not on this server."""
    here = f"{clip.info.path.absolute().parent}/"
    command.write_text(command.read_text("utf-8").replace(here, "./"), "utf-8")


def folder_of(answered: Answered, ready: Rendered) -> Path:
    """Where the files of a result lie."""
    return answered.found.folder / ready.suggestion.track.track_id
