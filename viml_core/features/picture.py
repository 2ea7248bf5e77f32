"""What can be read from the pictures themselves: light, colour, texture, layout, motion, cuts.

The network knows things, and is vague on people, events and drawings; these descriptors speak for
those. They are read from thumbnails of 56 x 56, means of 4 x 4 pixels; only texture is read between
neighbouring pixels of the full picture, at every fourth place. Light, motion and cuts look at every
picture, the rest at every third: two a second.
"""

from __future__ import annotations

import math
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from viml_core.types import FloatArray, FrameArray, Segment

_STEP_PX = 4
_STILLS = slice(None, None, 3)
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # BT.601, of gamma-coded values
_DARK, _BRIGHT = 0.2, 0.8
_GREY_CHROMA = 0.02  # up to here a picture looks black and white
_HUES = ("red", "yellow", "green", "cyan", "blue", "magenta")  # 60 degrees each
_PALETTE_LEVELS = 4  # of each colour channel
_EDGE = 0.08  # luma step between neighbouring pixels that the eye takes for an outline
_FLAT = 1.5 / 255  # no step at all, but for rounding
_MOVING = 0.02  # luma change of a thumbnail's pixel that is more than noise
_STILL = 0.002  # mean luma change of a picture in which nothing moves
_CUT_CHANGE = 0.08  # mean colour change of a cut ...
_CUT_CONTRAST = 3.0  # ... which must also stand out from the changes around it
_CUT_NEIGHBOURS = 3  # changes on either side that it is compared with
_PULSE_LAGS = slice(2, 13)  # 1/3 to 2 s at 6 pictures a second

# Centre and spread of each descriptor over everyday clips: it reaches the models as
# tanh((value - centre) / spread). Fixed once; another value changes the fingerprint.
RANGES = MappingProxyType(
    {
        "brightness": (0.42, 0.25),  # mean luma
        "brightness_trend": (0.0, 0.1),  # last third minus first
        "contrast": (0.2, 0.1),  # spread of luma within a picture
        "dark_share": (0.3, 0.3),
        "bright_share": (0.1, 0.15),
        "flicker": (0.005, 0.01),  # change of the mean luma from picture to picture
        "saturation": (0.3, 0.2),
        "colourfulness": (0.18, 0.12),  # Hasler and Suesstrunk, 2003
        "warmth": (0.05, 0.12),  # red minus blue
        "monochrome": (0.2, 0.3),  # 1 for black and white
        **dict.fromkeys(_HUES, (0.15, 0.25)),  # share of the colour there is
        "palette": (0.5, 0.2),  # entropy of the colours, 1 when all occur alike
        "detail": (0.035, 0.03),  # mean luma step between neighbouring pixels
        "edge_share": (0.1, 0.1),
        "flat_share": (0.3, 0.25),  # large in drawings, graphics, screens, fog and night
        "focus": (0.005, 0.02),  # detail at the centre minus detail at the border
        "sky": (0.05, 0.2),  # luma of the top third minus the bottom third
        "spotlight": (0.0, 0.15),  # luma of the centre minus the border
        "motion": (0.02, 0.025),  # mean luma change from picture to picture, cuts left out
        "motion_peak": (0.04, 0.05),
        "motion_extent": (0.25, 0.25),  # share of the picture that moves: camera or whole scene
        "motion_variation": (0.5, 0.4),  # spread of the motion over time, by its mean
        "motion_pulse": (0.2, 0.3),  # how periodic the motion is, up to 2 s
        "stillness": (0.15, 0.3),  # share of the time in which nothing moves
        "cut_rate": (0.1, 0.2),  # cuts a second
        "variety": (0.08, 0.07),  # how far the pictures are from their mean
        "skin_share": (0.15, 0.2),  # wood and sand count too
        "skin_centre": (0.0, 0.2),  # skin in the middle, where faces are, minus elsewhere
    }
)


def describe_pictures(segment: Segment) -> FloatArray:
    """The descriptors of a segment, in the order of `RANGES`, each within -1..1, (len(RANGES),)."""
    thumbnails = _thumbnails(segment.frames)
    luma: FloatArray = thumbnails @ _LUMA
    values = (
        _light(luma)
        | _colour(thumbnails[_STILLS])
        | _texture(segment.frames[_STILLS])
        | _layout(luma[_STILLS])
        | _movement(thumbnails, luma, segment.times_s)
        | _skin(thumbnails[_STILLS])
    )
    scaled = [(values[name] - centre) / spread for name, (centre, spread) in RANGES.items()]
    return np.tanh(np.array(scaled, np.float32))


def count_cuts(segment: Segment) -> int:
    """How many hard cuts lie between the pictures of a segment."""
    return int(_cuts(_colour_change(_thumbnails(segment.frames))).sum())


def _thumbnails(frames: FrameArray) -> FloatArray:
    """Means of 4 x 4 pixels, (n, H/4, W/4, 3) in 0..1. Sums in uint16, the fastest way there is."""
    height, width = (side - side % _STEP_PX for side in frames.shape[1:3])
    rows = np.zeros((len(frames), height // _STEP_PX, width, 3), np.uint16)
    for offset in range(_STEP_PX):
        rows += frames[:, offset:height:_STEP_PX, :width]
    sums = np.zeros((len(frames), height // _STEP_PX, width // _STEP_PX, 3), np.uint16)
    for offset in range(_STEP_PX):
        sums += rows[:, :, offset::_STEP_PX]
    return sums.astype(np.float32) / (255.0 * _STEP_PX**2)


def _light(luma: FloatArray) -> dict[str, float]:
    means = luma.mean(axis=(1, 2))
    third = max(1, len(means) // 3)
    return {
        "brightness": float(means.mean()),
        "brightness_trend": float(means[-third:].mean() - means[:third].mean()),
        "contrast": float(luma.std(axis=(1, 2)).mean()),
        "dark_share": float((luma < _DARK).mean()),
        "bright_share": float((luma > _BRIGHT).mean()),
    }


def _colour(pictures: FloatArray) -> dict[str, float]:
    red, green, blue = (pictures[..., channel] for channel in range(3))
    top = pictures.max(axis=3)
    chroma = top - pictures.min(axis=3)
    opponents = red - green, (red + green) / 2 - blue
    means = [float(opponent.mean()) for opponent in opponents]
    spreads = [float(opponent.std()) for opponent in opponents]
    return {
        "saturation": float((chroma / (top + 0.05)).mean()),  # dark pixels have no hue to speak of
        "colourfulness": math.hypot(*spreads) + 0.3 * math.hypot(*means),
        "warmth": float((red - blue).mean()),
        "monochrome": float(np.exp(-chroma.mean() / _GREY_CHROMA)),
        "palette": _palette_entropy(pictures),
    } | _hue_shares(pictures, chroma)


def _hue_shares(pictures: FloatArray, chroma: FloatArray) -> dict[str, float]:
    """How much of the colour there is has each hue; all near zero in a grey picture."""
    red, green, blue = (pictures[..., channel] for channel in range(3))
    angle = np.arctan2(np.float32(np.sqrt(3)) * (green - blue), 2 * red - green - blue)
    position = angle.ravel() * (len(_HUES) / (2 * np.pi)) + len(_HUES)
    lower = np.floor(position)
    upper_part = (position - lower) * chroma.ravel()
    bins = lower.astype(np.intp) % len(_HUES)
    sums = np.bincount(bins, chroma.ravel() - upper_part, len(_HUES))
    sums += np.roll(np.bincount(bins, upper_part, len(_HUES)), 1)
    shares = sums / (sums.sum() + _GREY_CHROMA * chroma.size)
    return dict(zip(_HUES, shares.tolist(), strict=True))


def _palette_entropy(pictures: FloatArray) -> float:
    levels = np.minimum((pictures * _PALETTE_LEVELS).astype(np.intp), _PALETTE_LEVELS - 1)
    codes = (levels[..., 0] * _PALETTE_LEVELS + levels[..., 1]) * _PALETTE_LEVELS + levels[..., 2]
    counts = np.bincount(codes.ravel(), minlength=_PALETTE_LEVELS**3)
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log(shares)).sum() / np.log(_PALETTE_LEVELS**3))


def _texture(frames: FrameArray) -> dict[str, float]:
    """Luma steps to the right and downwards at every fourth pixel of the full picture."""
    places = slice(0, -1, _STEP_PX), slice(1, None, _STEP_PX)
    here = _sampled_luma(frames, places[0], places[0])
    right = _sampled_luma(frames, places[0], places[1])
    below = _sampled_luma(frames, places[1], places[0])
    step = np.maximum(np.abs(right - here), np.abs(below - here))
    return {
        "detail": float(step.mean()),
        "edge_share": float((step > _EDGE).mean()),
        "flat_share": float((step < _FLAT).mean()),
        "focus": _centre_minus_border(step),
    }


def _sampled_luma(frames: FrameArray, rows: slice, columns: slice) -> FloatArray:
    luma: FloatArray = (frames[:, rows, columns] @ _LUMA) / np.float32(255)
    return luma


def _layout(luma: FloatArray) -> dict[str, float]:
    third = luma.shape[1] // 3
    return {
        "sky": float(luma[:, :third].mean() - luma[:, -third:].mean()),
        "spotlight": _centre_minus_border(luma),
    }


def _centre_minus_border(values: FloatArray) -> float:
    """Mean of the middle half of each side minus the mean of the rest, of (n, H, W)."""
    height, width = values.shape[1:]
    middle = values[:, height // 4 : height - height // 4, width // 4 : width - width // 4]
    rest = (values.sum() - middle.sum()) / (values.size - middle.size)
    return float(middle.mean() - rest)


def _movement(thumbnails: FloatArray, luma: FloatArray, times_s: FloatArray) -> dict[str, float]:
    """What happens from picture to picture. One picture alone is still, without cuts."""
    variety = float(np.abs(thumbnails - thumbnails.mean(axis=0)).mean())
    names = ("flicker", "motion", "motion_peak", "motion_extent", "motion_variation")
    nothing = dict.fromkeys((*names, "motion_pulse", "cut_rate"), 0.0)
    if len(thumbnails) < 2:
        return nothing | {"stillness": 1.0, "variety": variety}
    cuts = _cuts(_colour_change(thumbnails))
    span_s = float(times_s[-1] - times_s[0])
    nothing["cut_rate"] = float(cuts.sum()) / span_s if span_s > 0 else 0.0
    if cuts.all():
        return nothing | {"stillness": 0.0, "variety": variety}
    change = np.abs(np.diff(luma, axis=0))[~cuts]
    motion = change.mean(axis=(1, 2))
    return nothing | {
        "flicker": float(np.abs(np.diff(luma.mean(axis=(1, 2)))[~cuts]).mean()),
        "motion": float(motion.mean()),
        "motion_peak": float(np.quantile(motion, 0.9)),
        "motion_extent": float((change > _MOVING).mean()),
        "motion_variation": float(motion.std() / (motion.mean() + _STILL)),
        "motion_pulse": _periodicity(motion),
        "stillness": float((motion < _STILL).mean()),
        "variety": variety,
    }


def _colour_change(thumbnails: FloatArray) -> FloatArray:
    """Mean absolute change of the colours from each picture to the next, (n - 1,)."""
    change: FloatArray = np.abs(np.diff(thumbnails, axis=0)).mean(axis=(1, 2, 3))
    return change


def _cuts(change: FloatArray) -> NDArray[np.bool_]:
    """Which changes are cuts: large, and several times the usual change around them."""
    if len(change) < 2:  # nothing to compare with
        return change > _CUT_CHANGE
    padded = np.pad(change, _CUT_NEIGHBOURS, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _CUT_NEIGHBOURS + 1).copy()
    windows[:, _CUT_NEIGHBOURS] = np.nan
    usual = np.nanmedian(windows, axis=1)
    cuts: NDArray[np.bool_] = (change > _CUT_CHANGE) & (change > _CUT_CONTRAST * usual)
    return cuts


def _periodicity(series: FloatArray) -> float:
    """Highest normalised autocorrelation at the lags of a beat or a step, 0..1."""
    centred = series - series.mean()
    energy = float(centred @ centred)
    if len(series) < 2 * _PULSE_LAGS.stop or energy < len(series) * _STILL**2:
        return 0.0
    correlation = np.correlate(centred, centred, "full")[len(series) - 1 :] / energy
    return max(0.0, float(correlation[_PULSE_LAGS].max()))


def _skin(pictures: FloatArray) -> dict[str, float]:
    """Share of pixels in the colours of human skin (box in CbCr of Chai and Ngan, 1999)."""
    red, green, blue = (pictures[..., channel] for channel in range(3))
    luma = pictures @ _LUMA
    blue_difference = (blue - luma) * 0.564
    red_difference = (red - luma) * 0.713
    skin = (
        (np.abs(blue_difference + 0.1) < 0.1)
        & (np.abs(red_difference - 0.098) < 0.078)
        & (red > green)
        & (luma > _DARK)
    ).astype(np.float32)
    return {"skin_share": float(skin.mean()), "skin_centre": _centre_minus_border(skin)}
