"""`/suggest` and `/add_music` as programs use them, through gradio_client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import gradio_client
import httpx
import pytest
from gradio_client import Client, handle_file

from demo.settings import EXAMPLES_DIR
from tests.demo.conftest import RunningPage, eventually
from viml_core.config import CHECKPOINTS_DIR

FOX = EXAMPLES_DIR / "paper-fox.mp4"
RESULT_KEYS = {
    "rank", "track_id", "path", "title", "artist", "license", "score", "raw_score",
    "video_score", "text_score", "start_s", "beat_lift", "tags", "bpm", "preview",
}  # fmt: skip


@pytest.fixture
def client(running: RunningPage, tmp_path: Path) -> Iterator[Client]:
    client = Client(running.url, verbose=False, download_files=str(tmp_path / "downloads"))
    yield client
    client.close()


def test_the_answer_has_the_form_of_the_contract(client):
    answer = client.predict(handle_file(FOX), "calm piano", k=2, api_name="/suggest")
    assert set(answer) >= {"query", "model", "library", "nothing_fits", "results", "timings_s"}
    assert answer["query"] == {"video": FOX.name, "text": "calm piano", "mode": "video+text"}
    assert answer["library"] == "starter"
    assert [result["rank"] for result in answer["results"]] == [1, 2]
    assert all(set(result) == RESULT_KEYS for result in answer["results"])
    scores = [result["score"] for result in answer["results"]]
    assert scores == sorted(scores, reverse=True)
    previews = [Path(result["preview"]) for result in answer["results"]]
    assert all(preview.stat().st_size > 10_000 for preview in previews)
    assert previews[0].name.startswith("01-")


def test_it_says_which_encoders_and_checkpoint_answered(client):
    model = client.predict(handle_file(FOX), "", k=1, api_name="/suggest")["model"]
    assert model["preset"] == "embedded"
    assert set(model["encoders"]) == {"visual", "text", "music"}
    assert set(model["checkpoints"]) == {"viml"}
    assert (CHECKPOINTS_DIR / "embedded" / "viml" / "config.json").exists()


def test_no_path_of_the_server_is_told(client, running):
    answer = client.predict(handle_file(FOX), "calm", k=1, api_name="/suggest")
    told = json.dumps(answer | {"results": [r | {"preview": ""} for r in answer["results"]]})
    assert str(running.services.settings.starter_library) not in told
    assert str(running.services.sessions.root) not in told


def test_previews_are_told_one_by_one(client):
    job = client.submit(handle_file(FOX), "bright, playful", k=3, api_name="/suggest")
    made = [sum(bool(result["preview"]) for result in answer["results"]) for answer in job]
    assert made == sorted(made) and {0, 1, 2, 3} <= set(made)


def test_the_second_request_on_a_clip_does_not_look_at_it_again(client):
    first = client.predict(handle_file(FOX), "calm piano", k=3, api_name="/suggest")
    second = client.predict(handle_file(FOX), "loud drums", k=4, api_name="/suggest")
    assert second["timings_s"]["clip"] * 10 <= first["timings_s"]["clip"]


def test_words_alone_are_answered_without_previews(client):
    slow = {"max_bpm": 100, "exclude": ["drums"]}
    answer = client.predict(None, "calm piano", k=2, filters=slow, api_name="/suggest")
    assert answer["query"]["mode"] == "text"
    assert answer["filters"]["exclude"] == ["drums"] and answer["filters"]["left_out"] > 0
    assert all(r["bpm"] <= 100 and "drums" not in r["tags"] for r in answer["results"])
    assert set(answer["model"]["weights"]) == {"mt"}
    assert all(r["preview"] is None and r["video_score"] is None for r in answer["results"])


def test_picture_only_ignores_the_words(client):
    keep = ("track_id", "score", "text_score")

    def ask(text, picture_only):
        answer = client.predict(
            handle_file(FOX), text, picture_only=picture_only, k=5, api_name="/suggest"
        )
        return [[result[key] for key in keep] for result in answer["results"]]

    assert ask("loud metal", True) == ask("", False)
    assert ask("loud metal", False) != ask("", False)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"text": "x" * 1001}, "1001 characters"),
        ({"k": 11}, "between 1 and 10"),
        ({"k": 0}, "between 1 and 10"),
        ({"model": "best"}, "There is no model 'best'"),
        ({"model": "viml&mt", "alpha": 2}, "between 0 and 1"),
        ({"music": "/etc"}, "There is no music called '/etc'"),
        ({"music": "own"}, "no music of your own yet"),
        ({"filters": {"use": "school"}}, "no filter 'school'"),
        ({"on_beat": 2}, "between 0 and 1"),
        ({"filters": {"tempo": 90}}, "an object with some of use"),
    ],
)
def test_mistakes_are_answered_with_a_sentence_and_no_traceback(client, capfd, changes, says):
    with pytest.raises(gradio_client.exceptions.AppError, match=says):
        client.predict(handle_file(FOX), **({"text": "calm"} | changes), api_name="/suggest")
    assert "Traceback" not in capfd.readouterr().err


def test_own_music_is_added_reported_and_suggested(client, music, tmp_path):
    letter = tmp_path / "letter.mp3"
    letter.write_text("This is no music.")
    files = [handle_file(path) for path in [*music[:3], letter]]
    report = client.predict(files, api_name="/add_music")
    assert sorted(report["added"]) == ["Tone 0", "Tone 1", "Tone 2"]
    assert [left_out["file"] for left_out in report["skipped"]] == ["letter.mp3"]
    assert report["total"] == 3
    answer = client.predict(handle_file(FOX), "calm", k=5, music="own", api_name="/suggest")
    assert {result["title"] for result in answer["results"]} == {"Tone 0", "Tone 1", "Tone 2"}
    assert answer["library"] == "own"


def test_a_cancelled_request_ends_at_once_and_leaves_nothing(client, running, clips):
    proxies, answers = running.kept("proxies/*"), running.kept("answers/*/*")
    job = client.submit(handle_file(clips["long"]), "calm", k=5, api_name="/suggest")
    assert eventually(lambda: running.kept("proxies/*") - proxies, 60)  # it looks at the clip
    job.cancel()
    # A busy machine; it needs minutes.
    assert eventually(lambda: running.kept("proxies/*") <= proxies, 20)
    assert running.kept("answers/*/*") <= answers


def test_what_a_visitor_left_is_deleted_when_they_leave(running, tmp_path):
    before = set(running.session_folders())
    client = Client(running.url, verbose=False, download_files=str(tmp_path))
    client.predict(handle_file(FOX), "calm", k=1, api_name="/suggest")
    mine = set(running.session_folders()) - before
    assert len(mine) == 1
    client.close()
    assert eventually(lambda: not mine & set(running.session_folders()), 10)


def test_folders_and_files_of_the_server_cannot_be_fetched(client, running):
    answer = client.predict(handle_file(FOX), "calm", k=1, api_name="/suggest")
    assert answer["results"][0]["preview"]
    session = max(running.session_folders(), key=lambda folder: folder.stat().st_mtime)
    library = running.services.settings.starter_library / "catalogue.sqlite"
    for path in (session.parent, session, session / "answers", library, Path("app.py").resolve()):
        assert httpx.get(f"{running.url}/gradio_api/file={path}").status_code == 403, path


def test_only_the_endpoints_for_programs_are_offered(client):
    offered = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert set(offered) == {"/suggest", "/add_music", "/delete_now", "/health"}
