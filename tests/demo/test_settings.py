"""Who may reach the page decides what it may do."""

from __future__ import annotations

import pytest

from demo.settings import read_settings


@pytest.mark.parametrize(
    ("arguments", "environment", "host", "hosted"),
    [
        ([], {}, "127.0.0.1", False),
        ([], {"SPACE_ID": "somebody/viml"}, "0.0.0.0", True),
        ([], {"GRADIO_SERVER_NAME": "0.0.0.0"}, "0.0.0.0", True),
        ([], {"GRADIO_SERVER_NAME": "localhost"}, "localhost", False),
        (["--host", "192.168.1.5"], {}, "192.168.1.5", True),
        (["--host", "127.0.0.1"], {"SPACE_ID": "somebody/viml"}, "127.0.0.1", True),
    ],
)
def test_hosted_means_that_others_can_reach_it(arguments, environment, host, hosted):
    settings = read_settings(arguments, environment)
    assert (settings.server_name, settings.hosted) == (host, hosted)


def test_a_hosted_page_has_tighter_limits():
    own, hosted = read_settings([], {}), read_settings([], {"SPACE_ID": "a/b"})
    assert hosted.limits.max_clip_bytes < own.limits.max_clip_bytes
    assert hosted.limits.max_clip_s < own.limits.max_clip_s
    assert hosted.session_bytes < own.session_bytes


def test_limits_can_be_set():
    limits = read_settings(
        ["--max-clip-s", "30", "--max-clip-mb", "20"], {"SPACE_ID": "a/b"}
    ).limits
    assert (limits.max_clip_s, limits.max_clip_bytes) == (30.0, 20 * 1024 * 1024)


def test_ports_come_from_the_argument_before_the_environment():
    assert read_settings([], {"GRADIO_SERVER_PORT": "7999"}).port == 7999
    assert read_settings(["--port", "8001"], {"GRADIO_SERVER_PORT": "7999"}).port == 8001
