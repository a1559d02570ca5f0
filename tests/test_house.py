"""The code keeps the shape in which it can be read: a name for each class, files of a size, none that only forward."""

import house
import pytest


def test_no_two_classes_bear_one_name() -> None:
    assert house.repeated_classes() == {}


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    assert house.long_files() == {}


def test_no_file_only_passes_on_what_others_have() -> None:
    assert house.forwarding_files() == []


OF_ONE_CLASS = {"Paid"}
"""The store of paid texts: `translate` is pure and may not know the file that it is kept in."""


def test_a_protocol_is_for_what_comes_in_two_kinds() -> None:
    of_one_class = {name for name, classes in house.protocols().items() if len(classes) < 2}
    assert of_one_class == OF_ONE_CLASS


IN_OTHER_FILES = {"ListedPaper", "Reference"}
"""What stands for a paper in the notes of its authors and subjects, and in the bibliography."""


def test_on_its_way_to_its_file_a_paper_has_eight_forms_and_is_ten_frames_deep() -> None:
    way = house.way()
    assert len(way.forms - IN_OTHER_FILES) <= 8, way.forms
    assert 0 < len(way.frames) <= 10, way.frames


def test_a_run_looks_at_the_vault_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vaultgen.vault.vault._CARRIED", 1e9)  # however slow this machine is
    assert house.looks() == (1, 1)
