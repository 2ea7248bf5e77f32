"""The page as tools for language models: the real MCP client over loopback, where the extra is.

pip install "gradio[mcp]"
"""

from __future__ import annotations

import ast
import asyncio
import importlib.util
import json
import socket
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from gradio_client import Client

from demo.page import build_page, launch_options
from demo.settings import EXAMPLES_DIR
from demo.tools import kept_here, wants_tools
from tests.demo.conftest import RunningPage

needs_extra = pytest.mark.skipif(
    importlib.util.find_spec("mcp") is None, reason="needs gradio[mcp]"
)


def test_tools_are_served_only_where_they_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not wants_tools({}) and not wants_tools({"GRADIO_MCP_SERVER": "False"})
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert not wants_tools({"GRADIO_MCP_SERVER": "True"})
    assert "pip install 'gradio[mcp]'" in capsys.readouterr().out


def test_inputs_of_endpoints_are_described_by_schemas_and_the_clip_may_be_left_out(
    running: RunningPage,
) -> None:
    with urllib.request.urlopen(f"{running.url}/gradio_api/info") as answer:
        endpoints = json.load(answer)["named_endpoints"]
    inputs = {name: endpoint["parameters"] for name, endpoint in endpoints.items()}
    assert {"/suggest", "/health", "/add_music", "/delete_now"} <= set(inputs)
    for parameters in inputs.values():
        assert all(isinstance(parameter["type"]["type"], str) for parameter in parameters)
    assert all(parameter["parameter_has_default"] for parameter in inputs["/suggest"])


@pytest.fixture
def tools_url(running: RunningPage, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The same models behind a page that is a tool server as well."""
    monkeypatch.setenv("GRADIO_MCP_SERVER", "True")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    services = replace(running.services, settings=replace(running.services.settings, port=port))
    page = build_page(services)
    page.launch(**launch_options(services.settings), prevent_thread_lock=True, quiet=True)
    services.engine.start().result()
    yield f"http://127.0.0.1:{port}"
    page.close()


@needs_extra
def test_a_model_lists_the_tools_and_gets_music(tools_url: str) -> None:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    client = Client(tools_url, verbose=False)
    words, clip, none = (
        {"text": "tense strings", "k": 2},
        {"clip": upload(tools_url), "k": 1},
        {"k": 0},
    )

    async def talk() -> dict[str, Any]:
        address = f"{tools_url}/gradio_api/mcp/"
        async with (
            streamablehttp_client(address) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return {
                "tools": (await session.list_tools()).tools,
                "health": await session.call_tool("health", {}),
                "words": await session.call_tool("suggest", words),
                "clip": await session.call_tool("suggest", clip),
                "refused": await session.call_tool("suggest", none),
            }

    said = asyncio.run(talk())
    tools = {tool.name: tool for tool in said["tools"]}
    assert set(tools) == {"suggest", "health"}
    assert "required" not in tools["suggest"].inputSchema
    assert "by words alone" in tools["suggest"].inputSchema["properties"]["clip"]["description"]
    assert "'status': 'ok'" in text_of(said["health"])
    for name, mode, count in (("words", "text", 2), ("clip", "video", 1)):
        answer = ast.literal_eval(text_of(said[name]))
        assert answer["query"]["mode"] == mode and len(answer["results"]) == count
    with urllib.request.urlopen(answer["results"][0]["preview"]["url"]) as preview:
        assert len(preview.read()) > 10_000
    assert said["refused"].isError and "between 1 and 10" in text_of(said["refused"])
    assert client.predict(api_name="/delete_now") == {"deleted": True}  # programs still reach it


def test_only_files_that_were_sent_here_are_taken_by_their_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    sent, other = tmp_path / "gradio/1f/my clip.mp4", tmp_path / "secret.mp4"
    sent.parent.mkdir(parents=True)
    for file in (sent, other):
        file.touch()
    page = "http://127.0.0.1:7860/gradio_api/file="
    assert kept_here(page + quote(str(sent))) == sent
    outside = (other, tmp_path / "gradio/../secret.mp4", tmp_path / "gradio/2a/none.mp4")
    assert not any(kept_here(f"{page}{file}") for file in outside)
    assert kept_here(str(sent)) is None and kept_here("https://example.org/clip.mp4") is None


def upload(url: str) -> str:
    """An example as a file of the page's own, as `upload_file_to_gradio` makes one."""
    import httpx

    path = EXAMPLES_DIR / "calm-sea.mp4"
    with path.open("rb") as file:
        (kept,) = httpx.post(f"{url}/gradio_api/upload", files={"files": file}).json()
    return f"{url}/gradio_api/file={kept}"


def text_of(result: Any) -> str:
    return "".join(content.text for content in result.content)
