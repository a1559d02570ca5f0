"""A canvas is ours until the person changes what can be seen in it; the proof is in the file itself."""

import json
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

import pytest

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.snapshot import Snapshot
from vaultgen.note.wanted import WholeFile
from vaultgen.plan.canvas_file import canvas_of
from vaultgen.plan.changes import Create, Memory, Plan, Reason, Update
from vaultgen.plan.plan import paths_needed, plan
from vaultgen.plan.proposals import proposals_of
from vaultgen.plan.undo import Left, take_back
from vaultgen.plan.whole_file import file_anew, is_ours, marked_anew, reconcile_file

PLACE = PurePosixPath("arXiv/Canvas/arXiv 2026-W09.canvas")
WHO = Identity(Kind.CANVAS, "2026-W09")
Edit = Callable[[Any], None]


def wanted(*papers: str, width: int = 100, path: PurePosixPath = PLACE) -> WholeFile:
    place = {"y": 0, "width": width, "height": 50}
    nodes = [
        {"id": "vaultgen-canvas-2026-W09", "type": "text", "x": 0, **place, "text": "# arXiv 2026-W09"},
        {"id": "interest-1", "type": "group", "x": 0, **place, "label": "RL", "color": "5"},
        *(
            {
                "id": f"paper-{each.rpartition('/')[2]}",
                "type": "file",
                "x": number,
                **place,
                "file": f"{each}.md",
            }
            for number, each in enumerate(papers)
        ),
    ]
    edges = [
        {"id": f"edge-{each}", "fromNode": nodes[2]["id"], "toNode": "interest-1"} for each in papers[:1]
    ]
    return WholeFile(WHO, path, json.dumps({"nodes": nodes, "edges": edges}))


def written(*papers: str) -> bytes:
    return file_anew(wanted(*papers)).after


def edited(data: bytes, edit: Edit, **how: Any) -> bytes:
    """As a program writes it again: parsed, changed, laid out in its own way."""
    read = json.loads(data)
    edit(read)
    return json.dumps(read, **how).encode()


def verdict(want: WholeFile, data: bytes) -> str:
    told = reconcile_file(want, data)
    if told is None:
        return "not ours"
    if told.kept:
        assert told.after == data
        return "kept"
    return "as it is" if told.after == data else "written"


TITLE = "vaultgen-canvas-2026-W09-4b164f7843fa0238"
PLACED = '"x":0,"y":0,"width":100,"height":50'


def test_a_canvas_is_written_a_node_a_line_with_proofs_in_its_ids() -> None:
    assert written("a/P1").decode().splitlines() == [
        "{",
        '\t"nodes":[',
        f'\t\t{{"id":"{TITLE}","type":"text",{PLACED},"text":"# arXiv 2026-W09"}},',
        '\t\t{"id":"interest-1","type":"group","x":0,"y":0,"width":100,"height":50,"label":"RL","color":"5"},',
        '\t\t{"id":"paper-P1-5dd745d1","type":"file","x":0,"y":0,"width":100,"height":50,"file":"a/P1.md"}',
        "\t],",
        '\t"edges":[',
        '\t\t{"id":"edge-a/P1","fromNode":"paper-P1-5dd745d1","toNode":"interest-1"}',
        "\t]",
        "}",
    ]
    assert json.loads(file_anew(wanted()).after)["edges"] == []


def test_it_is_known_by_its_title_whatever_the_file_is_called() -> None:
    assert canvas_of(written("P1")) == "2026-W09"
    assert is_ours(written("P1"))
    assert canvas_of(written("P1").replace(b"2026-W09", b"2026-02-23")) == "2026-02-23"


def test_the_same_again_changes_nothing_however_the_file_is_laid_out() -> None:
    data = written("P1", "P2")
    assert verdict(wanted("P1", "P2"), data) == "as it is"
    again = edited(data, lambda read: read["nodes"].reverse(), indent=4)
    assert verdict(wanted("P1", "P2"), again) == "as it is"


def test_an_untouched_canvas_becomes_current() -> None:
    told = reconcile_file(wanted("P1", "P2"), written("P1"))
    assert told is not None
    assert told.after == written("P1", "P2")
    saved_by_obsidian = edited(written("P1"), lambda read: read.update(metadata={"version": "1.0-1.0"}))
    assert verdict(wanted("P1", "P2"), saved_by_obsidian) == "written"


def _rewrite(name: str, value: object, which: int = -1) -> Edit:
    def edit(read: Any) -> None:
        read["nodes"][which][name] = value

    return edit


EDITS: dict[str, Edit] = {
    "moved": _rewrite("x", 77),
    "moved down": _rewrite("y", 1),
    "made wider": _rewrite("width", 101),
    "made higher": _rewrite("height", 51),
    "coloured": _rewrite("color", "1"),
    "group renamed": _rewrite("label", "Mine", 1),
    "title rewritten": _rewrite("text", "Mine", 0),
    "title moved": _rewrite("x", 5, 0),
    "another note put in": _rewrite("file", "Mine.md"),
    "a heading of it shown": _rewrite("subpath", "#Abstract"),
    "a card removed": lambda read: read["nodes"].pop(),
    "a card added": lambda read: read["nodes"].append(
        {"id": "x", "type": "text", "x": 0, "y": 0, "width": 9, "height": 9, "text": "Mine"}
    ),
    "a note added": lambda read: read["nodes"].append(
        {"id": "0f0f0f0f", "type": "file", "x": 0, "y": 0, "width": 9, "height": 9, "file": "Mine.md"}
    ),
    "a line removed": lambda read: read["edges"].pop(),
    "a line added": lambda read: read["edges"].append({"id": "e", "fromNode": "interest-1", "toNode": "x"}),
    "a line led elsewhere": lambda read: read["edges"][0].update(toSide="top"),
    "a line named": lambda read: read["edges"][0].update(label="Mine"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_whatever_the_person_did_is_kept_and_the_new_canvas_waits(edit: Edit) -> None:
    theirs = edited(written("P1", "P2"), edit)
    told = reconcile_file(wanted("P1", "P2", "P3"), theirs)
    assert told is not None
    assert told.after == theirs
    assert [(kept.what, kept.reason) for kept in told.kept] == [("file", Reason.EDITED)]
    assert told.kept[0].proposal


def test_a_note_that_was_renamed_is_followed_whoever_wrote_its_new_path() -> None:
    by_obsidian = edited(written("P1", "P2"), _rewrite("file", "Moved/P2.md"))
    assert verdict(wanted("P1", "Moved/P2"), by_obsidian) == "written"
    assert verdict(wanted("P1", "Moved/P2"), written("P1", "P2")) == "written"
    renamed_and_moved = edited(by_obsidian, _rewrite("x", 78))
    assert verdict(wanted("P1", "Moved/P2"), renamed_and_moved) == "kept"


def test_what_the_person_made_the_same_is_left_as_it_is() -> None:
    theirs = edited(written("P1"), _rewrite("x", 77))
    assert verdict(wanted("P1"), theirs) == "as it is"  # nothing new waits
    back = edited(theirs, _rewrite("x", 0))
    assert verdict(wanted("P1"), back) == "as it is"
    assert verdict(wanted("P1", "P2"), back) == "written"


def test_a_dropped_proposal_does_not_come_back_and_the_next_one_does() -> None:
    theirs = edited(written("P1"), _rewrite("x", 77))
    dropped = marked_anew(wanted("P1", "P2"), theirs)
    assert json.loads(dropped)["nodes"][1:] == json.loads(theirs)["nodes"][1:]
    assert verdict(wanted("P1", "P2"), dropped) == "as it is"
    assert verdict(wanted("P1", "P2", "P3"), dropped) == "kept"
    assert marked_anew(wanted("P1"), b"{}") == b"{}"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b'{"nodes":[]}',
        b'{"nodes":"vaultgen-canvas-"}',
        b'{"nodes":["vaultgen-canvas-"]}',
        b'{"nodes":[{"id":"vaultgen-canvas-2026-W09"}]}',
        b'{"nodes":[{"id":"vaultgen-canvas-2026-W09-0123456789abcdef"}],"edges":{}}',
        b'{"nodes":[{"id":"vaultgen-canvas-2026-W09-0123456789abcdef"}',
        b'{"nodes":[{"id":"my vaultgen-canvas-2026-W09-0123456789abcdef"}]}',
        b"[" * 100_000 + b'"vaultgen-canvas-"',
        b"\xff vaultgen-canvas-",
    ],
    ids=range(12),
)
def test_what_is_none_of_ours_is_never_taken_for_ours(data: bytes) -> None:
    assert canvas_of(data) is None
    assert reconcile_file(wanted("P1"), data) is None


def test_two_titles_of_ours_in_one_canvas_are_nobodys() -> None:
    two = edited(written("P1"), lambda read: read["nodes"].append(dict(read["nodes"][0])))
    assert canvas_of(two) is None


def test_a_canvas_without_ids_or_with_numbers_for_ids_is_no_crash() -> None:
    odd = edited(written("P1"), lambda read: read["nodes"].append({"file": 7, "id": 3}))
    assert verdict(wanted("P1", "P2"), odd) == "kept"
    assert verdict(wanted("P1", "P2"), edited(odd, lambda read: read["nodes"][-1].pop("id"))) == "kept"


def test_the_canvas_of_another_week_is_not_written_into() -> None:
    other = written("P1").replace(b"vaultgen-canvas-2026-W09", b"vaultgen-canvas-2026-W08")
    assert reconcile_file(wanted("P1"), other) is None


def planned(
    want: WholeFile, files: dict[PurePosixPath, bytes], memory: Memory | None = None, *, knows: bool = True
) -> Plan:
    notes = {WHO: tuple(sorted(files))} if files and knows else {}
    taken = {path.name.casefold(): (path,) for path in files}
    snapshot = Snapshot(notes=notes, taken=taken)
    return plan(
        [want], snapshot, {path: files[path] for path in paths_needed([want], snapshot)}, memory or Memory()
    )


def test_a_plan_creates_it_and_a_second_one_does_nothing() -> None:
    (created,) = planned(wanted("P1"), {}).changes
    assert isinstance(created, Create)
    assert (created.path, created.after) == (PLACE, written("P1"))
    again = planned(wanted("P1"), {PLACE: created.after})
    assert (again.changes, again.kept, again.unchanged) == ((), (), 1)


def test_a_canvas_that_was_moved_and_renamed_is_written_there() -> None:
    elsewhere = PurePosixPath("My week.canvas")
    found = planned(wanted("P1", "P2", path=elsewhere), {elsewhere: written("P1")})
    (updated,) = found.changes
    assert isinstance(updated, Update)
    assert updated.path == elsewhere


def test_a_persons_own_canvas_of_that_name_is_never_replaced() -> None:
    found = planned(wanted("P1"), {PLACE: b'{"nodes":[],"edges":[]}'}, knows=False)
    assert found.changes == ()
    assert [keep.reason for keep in found.kept] == [Reason.NAME_TAKEN]


def test_two_copies_are_told_and_neither_is_written() -> None:
    files = {PLACE: written("P1"), PurePosixPath("Mine.canvas"): written("P1")}
    found = planned(wanted("P1", "P2"), files)
    assert found.changes == ()
    assert {keep.reason for keep in found.kept} == {Reason.DUPLICATE}


def test_a_proposal_is_taken_or_dropped() -> None:
    theirs = edited(written("P1"), _rewrite("x", 77))
    found = planned(wanted("P1", "P2"), {PLACE: theirs})
    (proposal,) = proposals_of([wanted("P1", "P2")], found.kept)
    assert proposal.waits(theirs)
    assert proposal.taken(theirs) == written("P1", "P2")
    assert not proposal.waits(proposal.dropped(theirs))


def test_an_undo_brings_the_canvas_before_back_or_leaves_the_persons_own() -> None:
    before, after = written("P1"), written("P1", "P2")
    snapshot = Snapshot(notes={WHO: (PLACE,)})
    left = [Left(WHO, PLACE, before, after)]
    (back,) = take_back(left, {}, snapshot, {PLACE: after}).plan.changes
    assert isinstance(back, Update)
    assert back.after == before
    assert take_back(left, {}, snapshot, {PLACE: after}).forgotten == ()
    assert take_back(left, {}, snapshot, {PLACE: before}).plan == Plan()

    added = after.replace(
        b'\n\t"edges"', b'\n\t"mine":1,\n\t"edges"'
    )  # lines that a merge would put together
    for theirs in (after.replace(b'"x":1', b'"x":99'), added):
        kept = take_back(left, {}, snapshot, {PLACE: theirs}).plan
        assert kept.changes == ()
        assert [keep.reason for keep in kept.kept] == [Reason.EDITED]
