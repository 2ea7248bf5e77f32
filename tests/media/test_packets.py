"""Times of pictures are read from packet listings, hand-written here."""

from __future__ import annotations

import numpy as np
import pytest

from viml_core.media.packets import parse_framecrc

HEADER = "#software: test\n#tb 0: 1/100\n#media_type 0: video\n#codec_id 0: h264\n"


def test_decoding_order_becomes_showing_order() -> None:
    lines = "0, -8, 0, 4, 9, 0x1\n0, -4, 12, 4, 9, 0x1, F=0x0\n0, 0, 4, 6, 9, 0x1, F=0x0\n"
    packets = parse_framecrc(HEADER + lines)
    assert packets.codec == "h264"
    assert packets.timed
    np.testing.assert_allclose(packets.times_s, [0.0, 0.04, 0.12])
    assert packets.end_s == pytest.approx(0.16)  # of the picture shown last, not decoded last


def test_pictures_that_an_edit_list_hides_do_not_count() -> None:
    lines = "0, -8, -8, 4, 9, 0x1, F=0x5\n0, -4, -4, 4, 9, 0x1, F=0x4\n0, 0, 0, 4, 9, 0x1, F=0x0\n"
    packets = parse_framecrc(HEADER + lines)
    np.testing.assert_allclose(packets.times_s, [0.0])
    assert packets.end_s == pytest.approx(0.04)


@pytest.mark.parametrize("missing", ["NOPTS", "-9223372036854775808"])
def test_without_showing_times_decoding_times_count(missing: str) -> None:
    lines = f"0, 0, {missing}, 1, 9, 0x1\n0, 5, {missing}, 1, 9, 0x1\n0, 10, 20, 1, 9, 0x1\n"
    packets = parse_framecrc(HEADER + lines)
    assert not packets.timed
    np.testing.assert_allclose(packets.times_s, [0.0, 0.05, 0.10])
    assert packets.end_s == pytest.approx(0.15)  # the stated length of such packets is no good


def test_a_last_picture_without_length_lasts_as_long_as_the_others() -> None:
    packets = parse_framecrc(HEADER + "".join(f"0, {t}, {t}, 0, 9, 0x1\n" for t in (0, 4, 8, 20)))
    assert packets.end_s == pytest.approx(0.24)


def test_side_data_and_an_empty_listing() -> None:
    with_side_data = HEADER + "0, 0, 0, 4, 9, 0x1, S=1, MPEGTS Stream ID, 1, 0x00e000e0\n"
    assert parse_framecrc(with_side_data).end_s == pytest.approx(0.04)
    assert len(parse_framecrc(HEADER).times_s) == 0
