"""What a person read orders what is announced, through the command and real notes."""

import re
import shutil
from pathlib import Path

import pytest
from day.conftest import Vaultgen
from day.reading import DAYS, Reader, is_about_robots, paper, papers_of
from day.trees import tree
from fakes.arxiv_server import ArxivServer


@pytest.fixture
def reader(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return Reader(vault, vaultgen, arxiv, monkeypatch)


@pytest.fixture
def read_five(reader: Reader) -> Reader:
    """A vault of one day, of which five papers were read."""
    reader.morning(0)
    assert len(list(reader.reads(0))) == 5
    return reader


def test_what_is_read_comes_first_from_five_papers_on(read_five: Reader) -> None:
    said = read_five.morning(1)

    assert sum(map(is_about_robots, read_five.listed(1)[:5])) >= 4
    assert "Ranked from here on: 5 papers count as read (rank = false turns it off)." in said.out
    assert "Ranked from here on" not in read_five.morning(2).out


def test_with_four_read_the_bytes_are_those_of_nobody_reading(reader: Reader) -> None:
    reader.morning(0)
    list(reader.reads(0, count=4))
    said = reader.morning(1, "today", "--json")
    cold = reader.texts()

    assert reader.listed(1) == sorted(reader.listed(1))
    assert said.report["days"][-1]["reading"] == {"read": 4, "ranked": False, "near": 0}
    assert not any(b"\nscore:" in data for data in cold.values())


def test_the_report_says_how_many_were_read(read_five: Reader) -> None:
    said = read_five.morning(1, "today", "--json")
    assert said.report["days"][-1]["reading"] == {"read": 5, "ranked": True, "near": 0}


def test_rank_false_leaves_the_order_of_identifiers(read_five: Reader) -> None:
    with (read_five.vault / "vaultgen.toml").open("a", encoding="utf-8") as file:
        file.write("[reading]\nrank = false\n")
    read_five.morning(1)
    assert read_five.listed(1) == sorted(read_five.listed(1))
    assert b"\nscore:" not in read_five.note("2602.10100").read_bytes()


def test_a_second_run_writes_nothing_whatever_was_read_meanwhile(
    read_five: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    read_five.morning(1)
    before = tree(read_five.vault)
    read_five.again(1)
    assert tree(read_five.vault) == before

    for one in papers_of(1):
        read_five.property(one.identifier, "read: true")
    before = tree(read_five.vault)
    read_five.again(1, "today", "--day", DAYS[1])
    assert tree(read_five.vault) == before

    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "lost"))
    read_five.again(1)
    read_five.again(1, "refresh")
    assert tree(read_five.vault) == before


def test_a_second_device_ranks_alike(
    read_five: Reader, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arxiv: ArxivServer
) -> None:
    other = tmp_path / "Other" / "Notes"
    shutil.copytree(read_five.vault, other)
    read_five.morning(1)

    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "device"))
    assert vaultgen("today", "--vault", other).status == 0
    names = {path.name for path in other.rglob("*.md")}
    assert names == {path.name for path in read_five.vault.rglob("*.md")}
    for path in other.rglob("arXiv/**/*"):
        if path.is_file():
            assert path.read_bytes() == (read_five.vault / path.relative_to(other)).read_bytes()


def test_a_note_says_what_it_is_near_and_no_byte_of_that_note_changes(read_five: Reader) -> None:
    before = {path: path.read_bytes() for path in (read_five.vault / "arXiv/Papers").iterdir()}
    read_five.morning(1)

    best = read_five.note(read_five.listed(1)[0]).read_text("utf-8")
    links = re.findall(r"^  - '\[\[(2602\.100\d\d [^|]*)\|", best, re.MULTILINE)
    assert len(links) == 3
    assert all((read_five.vault / f"arXiv/Papers/{name}.md").is_file() for name in links)
    assert re.search(r"^“learning” in the abstract · near \[\[2602\.100", best, re.MULTILINE)
    assert f"near [[{links[0]}" in read_five.listing(1)
    assert {path: path.read_bytes() for path in before} == before


def test_near_links_follow_a_rename_and_vanish_with_the_note(read_five: Reader) -> None:
    read_five.morning(1)
    best = read_five.note(read_five.listed(1)[0])
    first = re.findall(r"^  - '\[\[(2602\.100\d\d) ([^|]*)\|", best.read_text("utf-8"), re.MULTILINE)[0]
    near = read_five.note(first[0])
    renamed = near.with_name(f"{first[0]} Called Otherwise.md")
    near.rename(renamed)

    read_five.again(1, "refresh")
    text = best.read_text("utf-8")
    assert text.count(f"[[{first[0]} Called Otherwise|") == 2
    assert f"[[{first[0]} Called Otherwise|" in read_five.listing(1)

    renamed.unlink()
    read_five.again(1, "refresh")
    assert f"[[{first[0]}" not in best.read_text("utf-8")
    assert f"[[{first[0]}" not in read_five.listing(1)
    before = tree(read_five.vault)
    read_five.again(1, "refresh")
    assert tree(read_five.vault) == before


def test_a_near_note_that_is_renamed_twice_to_names_without_its_number_is_followed(
    read_five: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    read_five.morning(1)
    best = read_five.note(read_five.listed(1)[0])
    number, title = re.findall(r"^  - '\[\[(2602\.100\d\d) ([^|]*)\|", best.read_text("utf-8"), re.MULTILINE)[
        0
    ]
    near = read_five.note(number)
    for name in ("Called Otherwise", "Called Again"):
        near = near.rename(near.with_name(f"{name}.md"))
        read_five.again(1, "refresh")
        text = best.read_text("utf-8")
        assert f"  - '[[{name}|{title} ({number})]]'" in text
        assert f"near [[{name}|{title}]]" in text
        assert f"near [[{name}|{title}]]" in read_five.listing(1)
        before = tree(read_five.vault)
        monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / name))
        read_five.again(1, "refresh")
        assert tree(read_five.vault) == before

    near = near.rename(near.with_name("Called by the app.md"))
    for path in read_five.vault.rglob("*.md"):  # as Obsidian does, which follows its own renames
        path.write_text(path.read_text("utf-8").replace("[[Called Again|", "[[Called by the app|"), "utf-8")
    read_five.again(1, "refresh")
    assert best.read_text("utf-8").count(f"  - '[[Called by the app|{title} ({number})]]'") == 1
    assert best.read_text("utf-8").count(f"[[Called by the app|{title}]]") == 1

    near.rename(near.with_name(f"{number} {title}.md"))
    read_five.again(1, "refresh")
    assert f"near [[{number} {title}|{title}]]" in best.read_text("utf-8")
    near.with_name(f"{number} {title}.md").unlink()
    read_five.again(1, "refresh")
    assert title not in best.read_text("utf-8")


@pytest.mark.parametrize("gone", [r"\nscore: -?\d+", r"\n“learning” in the abstract · near .*\n"])
def test_what_was_taken_out_stays_away(read_five: Reader, gone: str) -> None:
    read_five.morning(1)
    note = read_five.note(read_five.listed(1)[0])
    changed, count = re.subn(gone, "", note.read_text("utf-8"), count=1)
    note.write_text(changed, "utf-8")
    assert count == 1

    read_five.again(1, "refresh")
    assert note.read_text("utf-8") == changed


def test_links_taken_out_of_the_property_leave_the_lines_and_stay_away(read_five: Reader) -> None:
    read_five.morning(1)
    note = read_five.note(read_five.listed(1)[0])
    note.write_text(re.sub(r"\nnear:\n(?:  - .*\n)+", "\n", note.read_text("utf-8"), count=1), "utf-8")

    read_five.again(1, "refresh")
    assert "\nnear:" not in note.read_text("utf-8")
    assert "\n“learning” in the abstract\n" in note.read_text("utf-8")
    before = tree(read_five.vault)
    read_five.again(1, "refresh")
    assert tree(read_five.vault) == before


def test_a_day_in_two_runs_is_the_day_in_one(
    read_five: Reader, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arxiv: ArxivServer
) -> None:
    other = tmp_path / "Other" / "Notes"
    shutil.copytree(read_five.vault, other)
    read_five.morning(1)

    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "device"))
    whole = papers_of(1)
    arxiv.announce(DAYS[1], [one for one in whole if one not in (whole[2], whole[5])])
    vaultgen("today", "--vault", other)
    arxiv.announce(DAYS[1], whole)
    vaultgen("today", "--vault", other, "--day", DAYS[1])
    listing = f"arXiv/Daily/arXiv {DAYS[1]}.md"
    assert (other / listing).read_text("utf-8") == read_five.listing(1)


def test_a_listing_begun_by_identifier_stays_so_its_late_papers_too(reader: Reader) -> None:
    whole = papers_of(1)
    reader.morning(0)
    reader.morning(1, papers=[one for one in whole if one is not whole[4]])
    list(reader.reads(0))

    reader.morning(1, "today", "--day", DAYS[1], papers=whole)
    assert reader.listed(1) == [one.identifier for one in whole]
    assert b"\nscore:" not in reader.note(whole[4].identifier).read_bytes()


def test_a_line_that_was_moved_or_ticked_stays_and_a_removed_one_stays_away(read_five: Reader) -> None:
    whole = papers_of(1)
    read_five.morning(1, papers=[one for one in whole if one is not whole[4]])
    listing = read_five.vault / f"arXiv/Daily/arXiv {DAYS[1]}.md"
    items = re.findall(r"- \[\[2602.*\n(?:  .*\n)+", listing.read_text("utf-8"))
    moved = listing.read_text("utf-8").replace(items[-1], "").replace(items[0], items[-1] + items[0])
    ticked = items[5].replace("- [[", "- [x] [[", 1)
    listing.write_text(moved.replace(items[3], "").replace(items[5], ticked), "utf-8")
    before = read_five.listed(1)

    read_five.morning(1, "today", "--day", DAYS[1], papers=whole)
    assert [one for one in read_five.listed(1) if one != whole[4].identifier] == before
    assert whole[4].identifier in read_five.listed(1)
    assert read_five.listing(1).count(ticked.split("\n")[0]) == 1


def test_an_added_and_a_restored_paper_are_compared_too(read_five: Reader) -> None:
    read_five.morning(1)
    best = read_five.listed(1)[0]
    before = read_five.texts()
    read_five.note(best).unlink()
    read_five.again(1, "restore", best)
    assert read_five.texts() == before

    read_five.again(1, "add", "2602.10001")
    assert paper(0, 1).identifier == "2602.10001"


def test_days_in_any_order_have_the_same_scores(
    read_five: Reader, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arxiv: ArxivServer
) -> None:
    other = tmp_path / "Other" / "Notes"
    shutil.copytree(read_five.vault, other)
    read_five.morning(1)
    read_five.morning(2)

    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "device"))
    for day in (DAYS[2], DAYS[1]):
        vaultgen("today", "--vault", other, "--day", day)
    for place in (1, 2):
        for each in papers_of(place):
            (note,) = (other / "arXiv/Papers").glob(f"{each.identifier} *")
            score = re.search(rb"\nscore: (-?\d+)\n", note.read_bytes())
            assert score
            assert score[0] in read_five.note(each.identifier).read_bytes()


def test_each_sign_makes_a_paper_count_and_status_says_which(reader: Reader) -> None:
    reader.morning(0)
    assert "read papers             0 of 5 that ranking needs" in reader.again(0, "status").out

    reader.says("2602.10000", "A thought of mine.")
    reader.property("2602.10002", "read: 2026-02-24")
    reader.property("2602.10004", "rating: 4")
    reader.property("2602.10001", "rating: 2")
    reader.says("2602.10001", "Not worth it.")
    (reader.vault / "My own note.md").write_text("See [[2602.10006 Something]].\n", "utf-8")
    renamed = reader.note("2602.10008").rename(reader.vault / "arXiv/Papers/Called Otherwise.md")
    (reader.vault / "Other.md").write_text("And [[Called Otherwise|that]].\n", "utf-8")
    assert renamed.is_file()

    said = reader.again(0, "status").out
    assert (
        "read papers             5 (1 with your words, 1 marked read, 1 rated 3 or more, 2 linked from your notes)"
    ) in said
    assert reader.again(0, "status", "--json").report["reading"] == {
        "read": 5,
        "by": {"own_words": 1, "read": 1, "rated": 1, "linked": 2},
    }


def test_what_the_library_holds_counts_too(reader: Reader) -> None:
    entries = [
        "@article{a, title={robot arm grasp}, eprint={2602.10000}}",
        *(f"@article{{b{number}, title={{robot arm gripper policy}}, year={{2020}}}}" for number in range(4)),
    ]
    (reader.vault / "library.bib").write_text("\n".join(entries), "utf-8")
    with (reader.vault / "vaultgen.toml").open("a", encoding="utf-8") as file:
        file.write('[reading]\nlibrary = ["library.bib"]\n')

    reader.morning(0)
    reader.morning(1)
    assert "5 (5 in your library)" in reader.again(1, "status").out
    assert sum(map(is_about_robots, reader.listed(1)[:5])) >= 4
    near = [line for line in reader.listing(1).split("\n") if " · near " in line]
    assert all("[[2602.10000 " in line for line in near)


def test_a_template_that_speaks_is_reported_and_its_words_do_not_count(reader: Reader) -> None:
    reader.morning(0, papers=papers_of(0, count=52))
    for each in papers_of(0, count=52):
        reader.says(each.identifier, "What did I learn?")

    assert "0 of 5 that ranking needs" in reader.again(0, "status").out
    said = reader.vaultgen("doctor", "--offline", "--vault", reader.vault)
    assert "52 notes of papers hold words that no heading explains" in said.out


def test_plain_lines_of_the_persons_own_template_are_not_their_words(reader: Reader) -> None:
    own = (Path(__file__).parents[2] / "templates/paper.md.j2").read_text(
        "utf-8"
    ) + "\nWhat did I learn? Nothing.\n"
    (reader.vault / ".vaultgen/templates").mkdir(parents=True)
    (reader.vault / ".vaultgen/templates/paper.md.j2").write_text(own, "utf-8")
    reader.morning(0)

    assert "What did I learn?" in reader.note("2602.10000").read_text("utf-8")
    assert "0 of 5 that ranking needs" in reader.again(0, "status").out
