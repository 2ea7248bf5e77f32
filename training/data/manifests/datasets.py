"""The rows of the three data sets, from lists and from what the local files are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from training.data.manifests.media import MediaState
from training.data.manifests.sources import Shares, TextClip
from training.data.manifests.table import OK, Row
from training.data.manifests.tagging import Heard
from training.data.movieclips import MusicRule, Span
from viml_core.errors import InputError

CLIP_S = 30.0  # ViML: the 30 s around what the annotator heard
PAPER_TEXTS = {"train": 1000, "test": 3000}  # ViML, section 4.1
PUBLISHED_TEST_TEXTS = 3169  # rows of the file that was published with the paper
_SLACK_S = 0.1  # a picture may end a few frames before its sound
_ODD_SHARE, _ODD_S = 0.1, 2.0  # frames that miss the video's length by more are of another rate

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


def distinct_texts(clips: Mapping[str, Sequence[TextClip]]) -> dict[str, list[TextClip]]:
    """The texts by split; rows that are the same in every column are taken once.

    Raises:
        InputError: a video has texts in two splits.
    """
    split_of: dict[str, str] = {}
    for split, members in clips.items():
        for clip in members:
            if split_of.setdefault(clip.video_id, split) != split:
                raise InputError(
                    f"The video {clip.video_id!r} has texts in two splits, "
                    f"{split_of[clip.video_id]} and {split}; take it out of one."
                )
    return {split: list(dict.fromkeys(members)) for split, members in clips.items()}


def text_rows(clips: Mapping[str, Sequence[TextClip]], states: States) -> list[Row]:
    """YT8M-MusicTextClips by split: each annotated part is an item, with the 30 s around it.

    A second text of the same part is an item of its own; `#2` ends its id.
    """
    rows: list[Row] = []
    texts_of: Counter[str] = Counter()
    for split, members in clips.items():
        for clip in members:
            row = _row("yt8m-musictextclips", split, clip.video_id, states[clip.video_id])
            row = _annotated(row, clip)
            texts_of[row.id] += 1
            count = texts_of[row.id]
            rows.append(row if count == 1 else replace(row, id=f"{row.id}#{count}"))
    return rows


def around(clip: TextClip, duration_s: float) -> Span:
    """The 30 s with the annotated part in the middle, moved as far as the file's ends demand."""
    middle_s = (clip.start_s + clip.end_s) / 2
    start_s = max(min(middle_s - CLIP_S / 2, duration_s - CLIP_S), 0.0)
    return Span(start_s, min(start_s + CLIP_S, duration_s))


def discrepancy(split: str, rows: int, distinct: int) -> str:
    """What the paper and the published file say of a split's size, and what was used."""
    published = (
        f" and {PUBLISHED_TEST_TEXTS:,} are in the published file" if split == "test" else ""
    )
    repeats = f", {rows - distinct:,} of which repeat another" if rows != distinct else ""
    return (
        f"{split}: the paper states {PAPER_TEXTS[split]:,} texts{published}; this manifest uses "
        f"the file that was given, all {rows:,} rows of it{repeats}."
    )


def film_rows(
    splits: Splits, states: States, heard: Mapping[str, Heard], rule: MusicRule
) -> list[Row]:
    """MovieClips: each part that is music is an item; a video without one is a row that says so."""
    rows: list[Row] = []
    for video_id, split in splits.items():
        row = _row("movieclips", split, video_id, states[video_id])
        tagged = heard.get(video_id)
        if row.status != OK:
            rows.append(row)
        elif tagged is None or tagged.fault:
            rows.append(replace(row, status="untagged", reason=tagged.fault if tagged else ""))
        else:
            parts = [_music(row, span, rule.min_music_s) for span in tagged.spans]
            rows += parts or [replace(row, status="no-music")]
    return rows


def odd_lengths(states: States, heard: Mapping[str, Heard]) -> list[str]:
    """A sentence on videos much longer or shorter than their tagger's frames, where there are."""
    odd = [
        (video_id, tagged.duration_s, duration_s)
        for video_id, tagged in heard.items()
        if not tagged.fault and (duration_s := states[video_id].duration_s) is not None
        if abs(tagged.duration_s - duration_s) > max(_ODD_SHARE * duration_s, _ODD_S)
    ]
    if not odd:
        return []
    video_id, tagged_s, duration_s = odd[0]
    return [
        f"{len(odd)} taggings are not as long as their videos (the first: {video_id!r} has frames "
        f"for {tagged_s:.0f} s, and lasts {duration_s:.0f} s); see whether the frame rate is right."
    ]


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


def _music(row: Row, span: Span, least_s: float) -> Row:
    """The item that is a part with music; the file's end may leave too little of it."""
    part = _part(row, span)
    if part.start_s is None or part.end_s is None:
        return part
    left_s = part.end_s - part.start_s
    if left_s >= least_s - _SLACK_S:
        return part
    reason = f"the file ends {left_s:.1f} s after the music's beginning"
    return replace(part, status="outside", reason=reason)


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
