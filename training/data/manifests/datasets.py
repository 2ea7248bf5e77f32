"""The rows of the three data sets, from lists and from what the local files are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from training.data.manifests.media import MediaState
from training.data.manifests.sources import Shares, TextClip
from training.data.manifests.table import OK, Row
from training.data.manifests.tagging import TaggingFolder
from training.data.movieclips import MusicRule, Ontology, Span, music_segments
from viml_core.errors import InputError

CLIP_S = 30.0  # ViML: the 30 s around what the annotator heard
PAPER_TEXTS = {"train": 1000, "test": 3000}  # ViML, section 4.1
PUBLISHED_TEST_TEXTS = 3169  # rows of the file that was published with the paper

States = Mapping[str, MediaState]
Splits = Mapping[str, str]


def video_rows(splits: Splits, states: States) -> list[Row]:
    """YT8M-MusicVideo: each whole video is an item."""
    rows = []
    for video_id, split in splits.items():
        row = _row("yt8m-musicvideo", split, video_id, states[video_id])
        known = row.duration_s is not None
        rows.append(replace(row, start_s=0.0, end_s=row.duration_s) if known else row)
    return rows


def forced_splits(
    listed: Mapping[str, str | None], texts: Sequence[Row], shares: Shares
) -> tuple[dict[str, str], int]:
    """The split of each listed video, and how many were moved to that of their texts.

    A stated split holds, else the shares decide; but a video with a text of the test split must not
    be trained on, so the texts come first.
    """
    of_texts = {row.video_id: row.split for row in texts}
    splits = {v: split or shares.split_of(v) for v, split in listed.items()}
    moved = {v: of_texts[v] for v, split in splits.items() if of_texts.get(v, split) != split}
    return splits | moved, len(moved)


def text_rows(clips: Mapping[str, Sequence[TextClip]], states: States) -> list[Row]:
    """YT8M-MusicTextClips by split: each annotated part is an item, with the 30 s around it.

    Raises:
        InputError: a video has texts in two splits.
    """
    rows: list[Row] = []
    seen: dict[str, str] = {}
    for split, members in clips.items():
        for clip in members:
            if seen.setdefault(clip.video_id, split) != split:
                raise InputError(
                    f"The video {clip.video_id!r} has texts in two splits, {seen[clip.video_id]} "
                    f"and {split}; take it out of one."
                )
            row = _row("yt8m-musictextclips", split, clip.video_id, states[clip.video_id])
            rows.append(_annotated(row, clip))
    return rows


def around(clip: TextClip, duration_s: float) -> Span:
    """The 30 s with the annotated part in the middle, moved as far as the file's ends demand."""
    middle_s = (clip.start_s + clip.end_s) / 2
    start_s = max(min(middle_s - CLIP_S / 2, duration_s - CLIP_S), 0.0)
    return Span(start_s, min(start_s + CLIP_S, duration_s))


def discrepancy(split: str, count: int) -> str:
    """What the paper and the published file say of a split's size, and what was used."""
    published = (
        f" and {PUBLISHED_TEST_TEXTS:,} are in the published file" if split == "test" else ""
    )
    return (
        f"{split}: the paper states {PAPER_TEXTS[split]:,} texts{published}; this manifest uses "
        f"the file that was given, all {count:,} rows of it."
    )


def film_rows(
    splits: Splits, states: States, taggings: TaggingFolder, ontology: Ontology, rule: MusicRule
) -> list[Row]:
    """MovieClips: each part that is music is an item; a video without one is a row that says so.

    Raises:
        InputError: a tagging that cannot be read.
    """
    rows: list[Row] = []
    for video_id, split in splits.items():
        row = _row("movieclips", split, video_id, states[video_id])
        tagged = taggings.find(video_id)
        if row.status != OK:
            rows.append(row)
        elif tagged is None:
            rows.append(replace(row, status="untagged"))
        else:
            spans = music_segments(taggings.read(tagged), ontology, rule)
            rows += [_part(row, span) for span in spans] or [replace(row, status="no-music")]
    return rows


def _row(dataset: str, split: str, video_id: str, state: MediaState) -> Row:
    """What is known of an item from its video alone."""
    return Row(
        id=video_id,
        video_id=video_id,
        dataset=dataset,
        split=split,
        status=state.status,
        reason=state.reason,
        media=None if state.path is None else str(state.path),
        duration_s=state.duration_s,
    )


def _part(row: Row, span: Span) -> Row:
    """The item that is a part of its video."""
    item_id = f"{row.video_id}@{span.start_s:g}"
    if row.duration_s is not None and span.start_s >= row.duration_s:
        return replace(row, id=item_id, status="outside")
    end_s = span.end_s if row.duration_s is None else min(span.end_s, row.duration_s)
    return replace(row, id=item_id, start_s=span.start_s, end_s=end_s)


def _annotated(row: Row, clip: TextClip) -> Row:
    """The item of a text: named by the part that was annotated, as long as what surrounds it."""
    row = replace(
        _part(row, Span(clip.start_s, clip.end_s)),
        text=clip.text,
        text_start_s=clip.start_s,
        text_end_s=clip.end_s,
    )
    if row.status != OK or row.duration_s is None:
        return row
    span = around(clip, row.duration_s)
    return replace(row, start_s=span.start_s, end_s=span.end_s)
