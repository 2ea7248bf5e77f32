"""What a rater may do, and what the server tells a rater's browser."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from demo.study import export
from demo.study.listening import SIDES
from demo.study.report import make_report
from demo.study.store import Store, Vote
from demo.study.tokens import make_secret
from demo.study.web import create_app
from tests.demo.study.conftest import LISTEN_S, TITLE, Made


@pytest.fixture
def client(made: Made) -> Iterator[TestClient]:
    with TestClient(create_app(made.folder)) as client:
        yield client


def stored(made: Made) -> list[Vote]:
    store = Store(made.folder)
    votes = store.votes()
    store.close()
    return votes


class Rater:
    """Uses the addresses as the page does."""

    def __init__(self, client: TestClient, token: str) -> None:
        self.client, self.root = client, f"/r/{token}"

    def state(self) -> dict:
        return self.client.get(f"{self.root}/state").json()

    def read(self, position: int, side: str, part: str = "bytes=0-"):
        address = f"{self.root}/media/{position}/{side}"
        return self.client.get(address, headers={"Range": part})

    def report(self, position: int, side: str, kind: str, media_s: float):
        play = {"side": side, "kind": kind, "media_s": media_s}
        sent = {"position": position, "plays": [play]}
        return self.client.post(f"{self.root}/plays", json=sent)

    def play(self, position: int, side: str, seconds: float = LISTEN_S) -> None:
        self.report(position, side, "play", 0.0)
        time.sleep(seconds + 0.02)
        self.report(position, side, "pause", seconds + 0.02)

    def listen(self, position: int) -> None:
        for side in SIDES:
            self.read(position, side)
            self.play(position, side)

    def vote(self, position: int, choice: str = "left", **more):
        sent = {"position": position, "choice": choice, **more}
        return self.client.post(f"{self.root}/votes", json=sent)


def test_a_rater_goes_from_the_first_pair_to_the_last(client, made):
    rater = Rater(client, made.tokens()[0])
    choices = ["left", "tie", "both bad"]
    for position, choice in enumerate(choices):
        assert rater.state()["position"] == position
        rater.listen(position)
        answer = rater.vote(position, choice, reasons=["mood"], comment=" good ")
        assert answer.status_code == 200, answer.text
    assert rater.state()["done"] is True
    kept, manifest = stored(made), made.manifest
    assert [vote.choice for vote in kept] == choices
    [first, *_] = kept
    assert first.study_version == manifest.version and first.rater == manifest.lists[0].rater
    assert first.checkpoints == json.dumps(manifest.served.checkpoints, sort_keys=True)
    assert first.collection == manifest.served.collection
    assert min(first.left_heard_s, first.right_heard_s) >= LISTEN_S - 0.05
    assert (first.reasons, first.comment) == (("mood",), "good")
    assert {kind for _, kind, *_ in json.loads(first.play_log)} == {"open", "play", "pause"}
    for vote, task in zip(kept, manifest.lists[0].tasks, strict=True):
        pair = manifest.pair(vote.pair)
        assert vote.pair == task.pair
        assert vote.left_subject == pair.previews[task.left].subject
        assert vote.right_subject == pair.previews[1 - task.left].subject
        if pair.kind == "pair":
            assert vote.left_model == manifest.served.models[task.left]
    assert first.preferred == first.left_model
    report = make_report(export.of_study(made.folder))
    assert report.raters_voted == 1 and report.checks == 1


def test_what_is_on_a_side_is_what_the_list_says(client, made):
    for one, token in zip(made.manifest.lists, made.tokens(), strict=True):
        rater, task = Rater(client, token), one.tasks[0]
        previews = made.manifest.pair(task.pair).previews
        for side, number in (("left", task.left), ("right", 1 - task.left)):
            file = made.folder / "media" / previews[number].name
            assert rater.read(0, side).content == file.read_bytes()


@pytest.mark.parametrize(
    "missing", ["nothing read", "half read", "one side", "too fast", "claimed"]
)
def test_without_the_evidence_no_vote_counts(client, made, missing):
    rater = Rater(client, made.tokens()[0])
    rater.state()
    if missing == "half read":
        rater.read(0, "left")
        rater.read(0, "right", "bytes=0-2000")
    elif missing != "nothing read":
        rater.read(0, "left"), rater.read(0, "right")
    if missing == "too fast":
        rater.play(0, "left", 0.3), rater.play(0, "right", 0.3)
    elif missing == "claimed":  # without having waited
        for side in SIDES:
            rater.report(0, side, "play", 0.0), rater.report(0, side, "pause", 60.0)
        time.sleep(2 * LISTEN_S)
    else:
        rater.play(0, "left")
        if missing != "one side":
            rater.play(0, "right")
        else:
            time.sleep(LISTEN_S)
    answer = rater.vote(0)
    assert answer.status_code == 412 and "seconds of both" in answer.json()["error"]
    assert rater.state()["position"] == 0


def test_only_the_pair_whose_turn_it_is_and_once(client, made):
    rater = Rater(client, made.tokens()[0])
    rater.state()
    for position in (1, -1, 99):
        assert rater.vote(position).status_code == 409
        assert rater.read(position, "left").status_code == 409
        assert rater.report(position, "left", "play", 0).status_code == 409
    rater.listen(0)
    assert rater.vote(0, "middle").status_code == 422
    assert rater.vote(0, reasons=["<b>"]).status_code == 422
    assert rater.vote(0, comment="x" * 9999).status_code == 422
    assert rater.vote(0, rater="other").status_code == 422
    assert 400 <= rater.vote(0, comment="x" * 10**6).status_code < 500  # not read to its end
    assert rater.vote(0, reasons=["mood", "mood", "style"]).status_code == 200
    assert stored(made)[0].reasons == ("mood", "style")
    assert rater.vote(0).status_code == 409
    assert rater.state()["position"] == 1


def test_nobody_votes_for_another(client, made):
    mine, other = made.tokens()[:2]
    code, signature = other.split(".")
    forged = [code, f"{code}.", f"{code}.{mine.split('.')[1]}", f"{code}.{signature[:-1]}"]
    forged += [f"nobody.{signature}", f"{code}.{signature}x", "é.é"]
    for token in forged:
        rater = Rater(client, token)
        assert client.get(f"{rater.root}/").status_code == 403
        assert client.get(f"{rater.root}/state").status_code == 403
        assert rater.vote(0).status_code == 403
        assert rater.read(0, "left").status_code == 403
    rater = Rater(client, mine)
    rater.state()
    rater.listen(0)
    assert Rater(client, other).vote(0).status_code == 412  # what one heard, another did not
    assert rater.vote(0).status_code == 200


def test_an_erased_rater_is_let_in_no_more(client, made):
    rater = Rater(client, made.tokens()[0])
    rater.state()
    store = Store(made.folder)
    store.erase(made.manifest.lists[0].rater)
    store.close()
    assert client.get(f"{rater.root}/state").status_code == 410
    assert "deleted" in client.get(f"{rater.root}/").text


def test_a_restart_forgets_neither_place_nor_what_was_heard(made):
    token = made.tokens()[0]
    with TestClient(create_app(made.folder)) as client:
        rater = Rater(client, token)
        rater.state()
        rater.listen(0)
    with TestClient(create_app(made.folder)) as client:
        rater = Rater(client, token)
        heard = rater.state()["heard"]
        assert min(heard.values()) >= LISTEN_S - 0.05
        assert rater.vote(0).status_code == 200


def test_ranges_are_served_as_browsers_ask_for_them(client, made):
    rater = Rater(client, made.tokens()[0])
    whole = rater.read(0, "left").content
    part = rater.read(0, "left", "bytes=10-19")
    assert (part.status_code, part.content) == (206, whole[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(whole)}"
    assert rater.read(0, "left", f"bytes={len(whole)}-").status_code == 416
    assert rater.read(0, "left", "bytes=x").status_code == 400


def secrets_of(made: Made) -> set[str]:
    """Every word that tells the models apart, or would let somebody look it up."""
    manifest = made.manifest
    words = {"viml", "mvpt", TITLE, manifest.version, manifest.served.collection, "checkpoint"}
    words |= set(manifest.served.checkpoints.values()) | set(manifest.served.encoders.values())
    for pair in manifest.pairs:
        words |= {pair.pair_id, pair.query.split()[0], pair.kind + '"'}
        for preview in pair.previews:
            words |= {preview.name, preview.sha256, preview.subject, *preview.subject.split(" (")}
    return {word.lower() for word in words} - {"noise"}  # that is told on purpose


def test_nothing_that_is_received_tells_the_models_apart(client, made):
    """Every answer of a whole session, headers and all, for two raters with swapped sides."""
    secret, shown, headers = secrets_of(made), [], []
    first, second = made.tokens()[:2]
    page = client.get(f"/r/{first}/").text
    assets = [client.get(f"/static/page.{kind}").text for kind in ("css", "js", "html")]
    for token in (first, second):
        rater, texts = Rater(client, token), []
        for position in range(rater.state()["total"]):
            texts.append({**rater.state(), "heard": None})
            for side in SIDES:
                answer = rater.read(position, side)
                told = {k: v for k, v in answer.headers.items() if k != "content-length"}
                told["content-range"] = told["content-range"].split("-")[0]
                headers.append((answer.status_code, told))
                rater.play(position, side)
            texts.append(rater.vote(position).json())
        shown.append(texts)
    received = json.dumps([page, *assets, shown, headers]).lower()
    for rater_code in (token.split(".")[0] for token in (first, second)):
        received = received.replace(rater_code, "")
    assert [word for word in secret if word in received] == []
    assert all(told == headers[0] for told in headers)  # one preview is announced like another
    assert set(shown[0][0]) == {"position", "total", "done", "text", "heard"}
    # The twins see the same questions with the sides swapped, and are told the same of them.
    lists = made.manifest.lists
    sides = [{t.pair: t.left for t in one.tasks if "check" not in t.pair} for one in lists[:2]]
    assert {pair: 1 - left for pair, left in sides[0].items()} == sides[1]
    by_text = [sorted(t["text"] for t in texts if t["text"]) for texts in shown]
    assert by_text[0] == by_text[1] or made.manifest.pair("check.1").text


def test_studies_that_share_an_address_share_nothing_else(made, tmp_path):
    """One is named, one appears while it is served, one is damaged."""
    shelf = tmp_path / "shelf"
    client = TestClient(create_app(made.folder, shelf=shelf))
    later = Made(shelf / "later")
    assert client.get(f"/r/{made.tokens()[0]}/").status_code == 200
    for name in ("later", "damaged", ".half-made"):
        shutil.copytree(made.folder, shelf / name)
        (shelf / name / "secret").unlink()
        if name != "damaged":
            make_secret(shelf / name)
    (shelf / "damaged" / "manifest.json").write_text("{}")
    (stranger,) = {Made(shelf / ".half-made").tokens()[0]}
    mine, theirs = made.tokens()[0], later.tokens()[0]
    assert mine.split(".")[0] == theirs.split(".")[0]  # one code, two signatures
    for token, status in ((theirs, 200), (mine, 200), (stranger, 403)):
        assert client.get(f"/r/{token}/").status_code == status
    rater = Rater(client, theirs)
    rater.state()
    rater.listen(0)
    assert Rater(client, mine).vote(0).status_code == 412
    assert rater.vote(0).status_code == 200
    assert (len(stored(later)), len(stored(made))) == (1, 0)


def test_it_can_be_mounted_under_a_path(made):
    parent = FastAPI()
    parent.mount("/study", create_app(made.folder))
    client = TestClient(parent)
    token = made.tokens()[0]
    assert client.get(f"/study/r/{token}").url.path == f"/study/r/{token}/"
    page = client.get(f"/study/r/{token}/")
    assert page.status_code == 200 and 'src="../../static/page.js"' in page.text
    assert client.get("/study/static/page.js").status_code == 200
    assert client.get(f"/study/r/{token}/state").json()["position"] == 0
