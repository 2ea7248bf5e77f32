"""Which clips a browser plays as they are, so that previews can carry their picture unchanged."""

from __future__ import annotations

from viml_core.types import ClipInfo

# What Chromium, Firefox and Safari agree on. Their decoders for 10 bit and for 4:2:2 or 4:4:4 vary
# from machine to machine, and HEVC needs hardware that many machines lack.
_PLAYABLE_CODECS = ("h264", "vp8", "vp9", "av1")
_PLAYABLE_FORMATS = ("yuv420p", "yuvj420p")


def plays_in_browser(info: ClipInfo) -> bool:
    """Whether the picture stream itself may go into a preview. Where not, a proxy is needed."""
    return (
        info.video_codec in _PLAYABLE_CODECS
        and info.pixel_format in _PLAYABLE_FORMATS
        and not info.interlaced
        and info.timed  # without times no other container can show the pictures in their order
    )


def preview_suffix(video_codec: str) -> str:
    """The container that can carry a playable codec: mp4, but for VP8, which only WebM knows."""
    return ".webm" if video_codec == "vp8" else ".mp4"
