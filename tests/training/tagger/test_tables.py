"""The three kinds of table, what their labels mean, and one sentence for each mistake."""

from __future__ import annotations

import json

import pytest

from tests.training.tagger.tones import write_table
from training.composer.instruments import INSTRUMENTS
from training.synthesis.taxonomy import vocabulary
from training.tagger.mapping import OUTPUTS, _meanings, columns, tags_of
from training.tagger.tables import JAMENDO_HEADER, read_table
from viml_core.errors import InputError

RENDERING = {
    "file": "trap/trap-7.opus",
    "style": "trap",
    "seed": 7,
    "genres": ["hip-hop", "trap"],
    "moods": ["dark", "urban"],
    "instruments": ["808 bass", "electronic drums"],
    "bpm": 140.0,
}


def test_outputs_are_the_taxonomy():
    assert len(OUTPUTS) == len(set(OUTPUTS)) == 89
    assert [len(columns(c)) for c in ("genres", "moods", "instruments")] == [20, 28, 41]


def test_every_label_means_tags_of_its_own_category():
    own = {tag.name: tag.category for tag in vocabulary()}
    for (category, label), tags in _meanings().items():
        assert label
        assert {own[tag] for tag in tags} == {category}, label


def test_what_labels_mean():
    assert tags_of("genres", "Hip Hop") == tags_of("genres", "hiphop") == ("hip-hop",)
    assert set(tags_of("genres", "punkrock")) == {"rock", "punk"}
    assert set(tags_of("instruments", "acousticguitar")) == {"acoustic guitar", "guitar"}
    assert tags_of("moods", "rock") == ()


def test_nearly_every_instrument_of_the_composer_is_known():
    unknown = {i.tag for i in INSTRUMENTS.values() if not tags_of("instruments", i.tag)}
    assert unknown == {
        *("bagpipes", "bassoon", "bells", "clavinet", "dulcimer", "koto", "oboe", "shamisen"),
        *("steel guitar", "tuba", "vinyl noise", "viola"),
    }


def test_renderings(tmp_path):
    path = tmp_path / "renderings.jsonl"
    path.write_text(json.dumps(RENDERING) + "\n")
    table = read_table(path)
    (track,) = table.tracks
    assert (track.path, track.group, track.bpm) == ("trap/trap-7.opus", "seed 7", 140.0)
    assert track.tags == {
        *("hip-hop", "electronic", "dark", "synth bass", "electronic drumset", "drumset"),
    }
    assert track.stated == {"genres", "moods", "instruments"}
    assert table.unmapped == {"moods: urban": 1}


def test_mtg_jamendo(tmp_path):
    path = tmp_path / "autotagging.tsv"
    path.write_text(
        f"{JAMENDO_HEADER}\n"
        "track_1\tartist_8\talbum_2\t48/948.mp3\t212.7\tgenre---rock\tgenre---hiphop\t"
        "instrument---electricguitar\tmood/theme---corporate\n"
        "track_2\tartist_9\talbum_3\t14/214.mp3\t99.0\tmood/theme---love\n"
        "track_3\tartist_9\talbum_3\t15/215.mp3\t99.0\t\n"
    )
    table = read_table(path)
    first, second = table.tracks
    assert (first.path, first.group, first.bpm) == ("48/948.mp3", "artist_8", None)
    assert first.tags == {"rock", "hip-hop", "electric guitar", "guitar"}
    assert second.tags == {"romantic"}
    assert second.stated == {"moods"}  # no genre is stated: that is not "no genre"
    assert table.unmapped == {"moods: corporate": 1}


@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
def test_a_table_of_ones_own(tmp_path, suffix):
    rows = ["path,genres,moods,bpm,note", "a.mp3,Rock; Jazz,,120,x", "b.mp3,,,,y"]
    path = tmp_path / f"mine{suffix}"
    path.write_text("\n".join(rows).replace(",", "\t" if suffix == ".tsv" else ","))
    (track,) = read_table(path).tracks  # of the second nothing is known
    assert (track.path, track.group, track.bpm) == ("a.mp3", "a.mp3", 120.0)
    assert track.tags == {"rock", "jazz"}
    assert track.stated == {"genres"}


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("t.csv", "file,genres\na.mp3,rock\n", "lacks the column 'path'; it has file, genres"),
        ("t.csv", "path,style\na.mp3,rock\n", "none of the columns genres, moods, instruments"),
        ("t.csv", "path,genres\na.mp3,\n", "no track with a label"),
        ("t.csv", "", "lacks the column 'path'"),
        ("t.csv", "path,genres\na.mp3,rock\na.mp3,jazz\n", "'a.mp3' more than once"),
        ("t.csv", "path,genres,bpm\na.mp3,rock,quick\n", "the bpm 'quick'"),
        ("t.csv", "path,genres,bpm\na.mp3,rock,-3\n", "within 0..1000"),
        ("t.csv", "genres,path\nrock,a.mp3\njazz\n", "Line 3 of .* has no path"),
        ("t.csv", "path,genres\na.mp3," + "x" * 200_000 + "\n", "cannot be read .field larger"),
        ("t.tsv", f"{JAMENDO_HEADER}\nt\ta\tb\tx.mp3\t1\tstyle---rock\n", "Line 2 .* 'style---"),
        ("t.tsv", f"{JAMENDO_HEADER}\nt\ta\tb\tx.mp3\n", "Line 2 of .* has 4 columns and needs 6"),
        ("t.jsonl", '{"file": "a"}\n', "Line 1 .* lacks the field 'genres'"),
        ("t.jsonl", "{\n", "Line 1 .* is not a rendering"),
        ("t.jsonl", "[1]\n", "Line 1 .* is not a rendering"),
    ],
)
def test_a_mistake_is_one_sentence(tmp_path, name, text, says):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(InputError, match=says):
        read_table(path)


def test_a_missing_table_is_one_sentence(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_table(tmp_path / "nothing.csv")


def test_only_line_breaks_part_rows(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('path,genres\r\n"a\u2028\nb.mp3",rock\r\n')
    (track,) = read_table(path).tracks
    assert track.path == "a\u2028\nb.mp3"
    path = tmp_path / "renderings.jsonl"
    path.write_text(json.dumps(RENDERING | {"title": "a\x85b"}, ensure_ascii=False) + "\n\n")
    assert len(read_table(path).tracks) == 1


def test_unknown_labels_are_counted(tmp_path):
    rows = [{"path": f"{i}.mp3", "genres": "polka;rock"} for i in range(3)]
    table = read_table(write_table(tmp_path / "t.csv", rows))
    assert table.unmapped == {"genres: polka": 3}
    assert {tag for track in table.tracks for tag in track.tags} == {"rock"}
