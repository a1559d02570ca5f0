"""The code keeps the shape in which it can be read: a name for each class, files of a size, none that only forward."""

import house
import pytest

NOT_SPLIT_YET = {"state/found", "state/index", "state/store", "translators/paid_texts", "vault/survey"}


def test_no_two_classes_bear_one_name() -> None:
    assert house.repeated_classes() == {}


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    assert house.long_files().keys() <= NOT_SPLIT_YET


def test_no_file_only_passes_on_what_others_have() -> None:
    assert house.forwarding_files() == []


def test_a_paper_has_eight_forms_and_ten_frames_on_its_way_and_the_vault_is_looked_at_once_a_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("vaultgen.vault.vault._CARRIED", 1e9)  # however slow this machine is
    first, second = house.ways()
    assert len(first.forms) <= 8, first.forms
    assert 0 < len(first.frames) <= 10, first.frames
    assert [(way.looks, way.walks) for way in (first, second)] == [(1, 1), (1, 1)]
