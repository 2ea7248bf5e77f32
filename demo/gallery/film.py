"""The gallery as a film: one clip twice, side by side, and the models' music by turns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from demo import texts
from demo.gallery.preparing import Prepared
from demo.room import columns
from demo.room.comparing import Entry
from viml_core.errors import MediaError
from viml_core.media.files import atomic_output
from viml_core.types import FrameArray, Progress

INK, PAPER, EMBER, GREY = (19, 18, 21), (250, 248, 245), (249, 132, 92), (164, 156, 151)
DIMMED = 0.35  # the brightness of the side that is not heard
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class FilmConfig:
    """How the film looks. turn_s: how long each model is heard, at most."""

    width_px: int = 1280
    turn_s: float = 10.0
    title_s: float = 2.0
    frame_rate_hz: int = 24
    fade_s: float = 0.3


def make_film(
    examples: Sequence[Prepared], gallery: Path, out: Path, config: FilmConfig, progress: Progress
) -> Path:
    """Each example: a title, then as many turns as models, with the best track of each.

    Raises:
        MediaError: the gallery's media cannot be read, or the film cannot be written.
        StorageError: its folder cannot be written.
    """
    from moviepy import concatenate_videoclips  # here: it takes a third of a second

    opened: list = []
    parts = []
    try:
        for number, example in enumerate(examples):
            progress(f"Composing {example.title}", number / len(examples))
            parts += _scenes(example, gallery / example.name, config, opened)
        progress("Writing the film")
        with atomic_output(out) as partial:
            concatenate_videoclips(parts).write_videofile(
                str(partial),
                fps=config.frame_rate_hz,
                codec="libx264",
                audio_codec="aac",
                audio_fps=48000,
                preset="veryfast",
                temp_audiofile_path=str(partial.parent),
                ffmpeg_params=["-pix_fmt", "yuv420p", "-movflags", "+faststart"],
                logger=None,
            )
    except OSError as error:
        said = " ".join(str(error).split())[:200]
        raise MediaError(
            f"The film {out} could not be made ({said}); build the gallery again."
        ) from error
    finally:
        for clip in opened:
            clip.close()
    return out


def _scenes(example: Prepared, folder: Path, config: FilmConfig, opened: list) -> Iterator:
    from moviepy import ImageClip, VideoFileClip

    layout = _Layout(config.width_px, len(example.comparison.columns))
    title = ImageClip(_title(example, layout), duration=config.title_s)
    yield title.with_audio(_silence(config.title_s))
    picture = VideoFileClip(str(folder / example.picture), audio=False)
    opened.append(picture)
    for heard, column in enumerate(example.comparison.columns):
        if column.entries:
            yield _turn(example, folder, heard, picture, layout, config, opened)


def _turn(example, folder, heard, picture, layout, config, opened):  # type: ignore[no-untyped-def]
    """One model is heard: its side is bright, the others are dimmed; captions tell who plays."""
    from moviepy import AudioFileClip, CompositeVideoClip, ImageClip, afx, vfx

    seconds = min(config.turn_s, picture.duration)
    side = picture.subclipped(0, seconds).resized(layout.fitted(picture.size))
    top = layout.top + (layout.side_height - side.h) // 2
    layers = [ImageClip(_captions(example, heard, layout), duration=seconds)]
    for column in range(layout.columns):
        shown = side if column == heard else side.with_effects([vfx.MultiplyColor(DIMMED)])
        left = layout.left(column) + (layout.side_width - side.w) // 2
        layers.append(shown.with_position((left, top)))
    entry = example.comparison.columns[heard].entries[0]
    sound = AudioFileClip(str(folder / example.comparison.sounds[entry.track_id].file))
    opened.append(sound)
    audio = sound.subclipped(0, min(seconds, sound.duration)).with_effects(
        [afx.AudioFadeIn(config.fade_s), afx.AudioFadeOut(config.fade_s)]
    )
    return CompositeVideoClip(layers, size=layout.size).with_duration(seconds).with_audio(audio)


def _silence(seconds: float):  # type: ignore[no-untyped-def]
    from moviepy import AudioClip

    return AudioClip(lambda t: np.zeros((np.size(t), 2)), duration=seconds, fps=48000)


class _Layout:
    """Where things lie, in pixels; all even, as the codec wants it."""

    def __init__(self, width: int, columns: int) -> None:
        self.columns = columns
        self.gap = _even(width / 64)
        self.side_width = _even((_even(width) - (columns + 1) * self.gap) / columns)
        self.side_height = _even(self.side_width * 9 / 16)
        self.em = max(round(width / 58), 8)
        self.top = _even(3.4 * self.em)
        below = _even(5.6 * self.em)
        # One size for all examples, however many columns: the height of two.
        tallest = _even(_even((_even(width) - 3 * self.gap) / 2) * 9 / 16)
        self.size = (_even(width), self.top + max(tallest, self.side_height) + below)

    def left(self, column: int) -> int:
        return self.gap + column * (self.side_width + self.gap)

    def fitted(self, size: tuple[int, int]) -> tuple[int, int]:
        scale = min(self.side_width / size[0], self.side_height / size[1])
        return _even(size[0] * scale), _even(size[1] * scale)


def _even(pixels: float) -> int:
    return max(2, 2 * round(pixels / 2))


def _title(example: Prepared, layout: _Layout) -> FrameArray:
    """The card before an example: its name, what was asked, and of which models."""
    image, pen = _canvas(layout)
    middle = layout.size[1] // 2
    names = " · ".join(columns.short_name(column) for column in example.comparison.columns)
    _line(pen, layout, middle - 3 * layout.em, example.title, 2.0, PAPER)
    question = texts.room_question(example.comparison.text)
    _line(pen, layout, middle, question, 1.2, GREY)
    _line(pen, layout, middle + 2 * layout.em, names, 1.2, EMBER)
    return np.asarray(image)


def _captions(example: Prepared, heard: int, layout: _Layout) -> FrameArray:
    """What stands above and below the pictures while one side is heard."""
    image, pen = _canvas(layout)
    question = texts.room_question(example.comparison.text)
    _line(pen, layout, layout.em, question, 1.2, PAPER)
    below = layout.top + layout.side_height
    for number, column in enumerate(example.comparison.columns):
        left, top = layout.left(number), below + layout.em * 0.7
        on = number == heard
        if on:
            box = (left, below + 3, left + layout.side_width, below + 3 + layout.em // 4)
            pen.rectangle(box, fill=EMBER)
        name = columns.short_name(column) + (f" · {texts.FILM_HEARD}" if on else "")
        _text(pen, (left, top), name, layout, 1.1, EMBER if on else GREY)
        if column.entries:
            caption = _caption(column.entries[0])
            _text(pen, (left, top + 1.7 * layout.em), caption, layout, 1.0, PAPER if on else GREY)
    return np.asarray(image)


def _caption(entry: Entry) -> str:
    return f"{entry.title} ({entry.artist})" if entry.artist else entry.title


def _canvas(layout: _Layout) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", layout.size, INK)
    return image, ImageDraw.Draw(image)


def _line(
    pen: ImageDraw.ImageDraw, layout: _Layout, top: float, text: str, ems: float, colour: Colour
) -> None:
    """A line in the middle of the film."""
    font = _font(layout, ems)
    width = layout.size[0] - 2 * layout.gap
    shown = _shortened(text, font, width)
    left = (layout.size[0] - font.getlength(shown)) / 2
    pen.text((left, top), shown, font=font, fill=colour)


def _text(
    pen: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    layout: _Layout,
    ems: float,
    colour: Colour,
) -> None:
    """A line under one picture, no wider than that."""
    font = _font(layout, ems)
    pen.text(at, _shortened(text, font, layout.side_width), font=font, fill=colour)


def _font(layout: _Layout, ems: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(round(layout.em * ems))  # it comes with Pillow
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise MediaError("Pillow was built without FreeType, so no captions can be drawn.")
    return font


def _shortened(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text}…"
