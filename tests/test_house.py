"""The code keeps the shape in which it can be read: a name for each class, files of a size, none that only forward."""

import house

NOT_SPLIT_YET = {"state/found", "state/index", "state/store", "translators/paid_texts", "vault/survey"}


def test_no_two_classes_bear_one_name() -> None:
    assert house.repeated_classes() == {}


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    assert house.long_files().keys() <= NOT_SPLIT_YET


def test_no_file_only_passes_on_what_others_have() -> None:
    assert house.forwarding_files() == []
