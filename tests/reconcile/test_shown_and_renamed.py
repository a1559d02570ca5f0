"""Which properties a note shows, and what they are called: changed at will, nothing lost, nothing written twice."""

from collections.abc import Mapping

import pytest
import yaml
from hypothesis import given
from hypothesis import settings as run_settings
from hypothesis import strategies as st
from msgspec.structs import replace
from render.in_memory import Files, snapshot_of, written
from render.samples import a_day, a_paper, content, look, settings

from vaultgen.document.facts import facts
from vaultgen.document.reconcile import reconcile
from vaultgen.document.reseal import resealed
from vaultgen.document.seal import SEAL
from vaultgen.document.undo import taken_back
from vaultgen.note.desired import Note
from vaultgen.note.identity import Kind
from vaultgen.note.snapshot import PaperFacts
from vaultgen.render.day import render_day
from vaultgen.settings import (
    ALL_PROPERTIES,
    AS_THEY_ARE,
    NEEDED_PROPERTIES,
    SHORT_PROPERTIES,
    PropertySettings,
    Settings,
)
from vaultgen.translate.request import Translated

FULL, SHORT = PropertySettings(), PropertySettings(SHORT_PROPERTIES)
RENAMED = PropertySettings(rename=(("announced", "date"), ("abs_url", "url"), ("authors", "von")))
SAYS = {"doi": "10.1000/a:b,c", "journal_ref": "J. «A» & B -- 1 (2026), 1/2"}


def content_of(version: int = 2):
    paper = a_paper(
        version=version,
        withdrawn=True,
        doi=SAYS["doi"],
        journal_ref=SAYS["journal_ref"],
        comment="8 pages",
    )
    return replace(content(paper, Translated("认识陷阱"), Translated("我们证明它。")), score=77, near=())


def chosen(properties: PropertySettings) -> Settings:
    return replace(settings("zh-Hans"), properties=properties)


def note_with(properties: PropertySettings, files: Files, version: int = 2) -> Note:
    day = render_day(a_day(content_of(version)), chosen(properties), look(), snapshot_of(files))
    return next(one for one in day if isinstance(one, Note) and one.identity.kind is Kind.PAPER)


def after(properties: PropertySettings, files: Files, version: int = 2) -> Files:
    """The vault after a run under these settings; a second run changes nothing."""
    found = written([note_with(properties, files, version)], files)
    assert written([note_with(properties, found, version)], found) == found
    return found


def text_of(files: Files) -> str:
    (data,) = files.values()
    return data.decode()


def edited(files: Files, old: str, new: str) -> Files:
    ((path, data),) = files.items()
    assert old.encode() in data
    return {path: data.replace(old.encode(), new.encode(), 1)}


def properties(files: Files) -> dict[str, object]:
    return dict(yaml.safe_load(text_of(files).split("---\n")[1]))


def facts_of(files: Files, names: Mapping[str, str] | None = None) -> PaperFacts:
    (data,) = files.values()
    found = facts(data, names or {})[1]
    assert isinstance(found, PaperFacts)
    return found


names = st.sampled_from(["date", "Datum", "日期", "published-on", "von", "url", "cite", "ref", "v"])


@st.composite
def any_settings(draw: st.DrawFn) -> PropertySettings:
    others = [name for name in ALL_PROPERTIES if name not in NEEDED_PROPERTIES]
    show = draw(st.permutations([*NEEDED_PROPERTIES, *draw(st.lists(st.sampled_from(others), unique=True))]))
    ours = [name for name in ALL_PROPERTIES if name not in AS_THEY_ARE]
    renamed = draw(st.dictionaries(st.sampled_from(ours), names, max_size=5))
    by_name = {called: name for name, called in renamed.items()}
    return PropertySettings(tuple(show), tuple((name, called) for called, name in by_name.items()))


def expected(chosen: PropertySettings) -> dict[str, object]:
    """What a note shows that has nothing of the person's."""
    every = properties(after(FULL, {}))
    called = dict(chosen.rename)
    return {called.get(name, name): every[name] for name in chosen.show if name in every}


@given(st.lists(any_settings(), min_size=1, max_size=4))
@run_settings(max_examples=25, deadline=None)
def test_any_settings_after_any_others_give_the_same_properties_and_facts(path) -> None:
    files: Files = {}
    known = facts_of(after(FULL, {}))
    for one in path:
        files = after(one, files)
        assert properties(files) == expected(one)
        assert facts_of(files) == known
    fresh = after(path[-1], {})
    assert properties(fresh) == properties(files)
    assert SEAL.findall(text_of(fresh)) == SEAL.findall(text_of(files))
    assert text_of(fresh).split("\n---\n")[1] == text_of(files).split("\n---\n")[1]


@given(any_settings(), any_settings(), any_settings(), st.data())
@run_settings(max_examples=25, deadline=None)
def test_what_the_person_wrote_among_the_properties_survives_every_change_of_settings(a, b, c, data) -> None:
    files = after(a, {})
    shown = [name for name in properties(files) if name != "arxiv_id"]
    name = data.draw(st.sampled_from(shown))
    value = properties(files)[name]
    block = text_of(files).split("---\n")[1]
    (line,) = [one for one in block.splitlines() if one.startswith(f"{name}:")]
    mine = f"{name}:\n  - 'mine of old'" if isinstance(value, list) else f"{name}: 'mine of old'"
    files = edited(
        files,
        f"\n{line}\n" if line != block.splitlines()[0] else f"---\n{line}\n",
        f"\n{mine}\nown-key: 'kept' # why\n"
        if line != block.splitlines()[0]
        else f"---\n{mine}\nown-key: 'kept' # why\n",
    )
    for one in (a, b, c):
        files = after(one, files)
        assert "mine of old" in text_of(files)
        assert "own-key: 'kept' # why\n" in text_of(files)


def test_a_short_note_has_no_more_than_its_list_and_its_seal_stays_short() -> None:
    full, short = after(FULL, {}), after(SHORT, {})
    assert set(properties(short)) <= set(SHORT_PROPERTIES)
    assert set(properties(full)) - set(properties(short)) >= {"pdf_url", "translation", "score"}
    usual = written([replace_paper(SHORT)], {})
    (seal,) = SEAL.finditer(text_of(usual))
    assert len(seal[0]) <= 240


def replace_paper(chosen_properties: PropertySettings) -> Note:
    one = content(a_paper(submitted=None), Translated("认识陷阱"), Translated("我们证明它。"))
    day = render_day(a_day(one), chosen(chosen_properties), look(), snapshot_of({}))
    return next(each for each in day if isinstance(each, Note) and each.identity.kind is Kind.PAPER)


@pytest.mark.parametrize("before", [FULL, SHORT, RENAMED], ids=["full", "short", "renamed"])
def test_a_new_version_is_known_and_brought_whatever_is_shown(before: PropertySettings) -> None:
    files = after(before, {}, version=1)
    assert facts_of(files).version == 1
    assert facts_of(after(before, files)).version == 2


def test_a_renamed_property_keeps_its_place_its_remark_and_the_persons_value() -> None:
    files = edited(after(FULL, {}), "announced: 2026-02-23\n", "announced: 2026-01-01 # as I know\n")
    text = text_of(after(RENAMED, files))
    assert "\ndate: 2026-01-01 # as I know\n" in text
    assert "\nannounced:" not in text
    back = text_of(after(FULL, after(RENAMED, files)))
    assert "\nannounced: 2026-01-01 # as I know\n" in back


def test_a_name_that_the_note_has_already_is_the_persons_and_ours_keeps_its_own() -> None:
    files = edited(after(FULL, {}), "version: 2\n", "version: 2\ndate: yesterday\n")
    found = after(RENAMED, files)
    says = properties(found)
    assert (says["date"], str(says["announced"]), says["url"]) == (
        "yesterday",
        "2026-02-23",
        "https://arxiv.org/abs/2602.17676",
    )
    assert str(facts_of(found).announced) == "2026-02-23"


def test_what_the_person_took_out_does_not_come_with_another_list_or_name() -> None:
    files = edited(after(FULL, {}), "pdf_url: 'https://arxiv.org/pdf/2602.17676'\n", "")
    files = edited(files, "version: 2\n", "")
    for one in (SHORT, RENAMED, FULL):
        files = after(one, files)
        assert not {"pdf_url", "version"} & properties(files).keys()


def test_tags_of_the_persons_stay_where_ours_are_left_out() -> None:
    files = edited(after(FULL, {}), "tags:\n", "tags:\n  - 'mine'\n")
    without = replace(FULL, show=tuple(name for name in ALL_PROPERTIES if name != "tags"))
    found = after(without, files)
    assert properties(found)["tags"] == ["mine"]
    assert set(properties(after(FULL, found))["tags"]) == {"mine", *properties(after(FULL, {}))["tags"]}


def test_a_note_whose_seal_is_gone_is_read_under_the_persons_names() -> None:
    files = after(RENAMED, {})
    bare = {path: SEAL.sub("", data.decode()).encode() for path, data in files.items()}
    told = facts_of(bare, dict(RENAMED.rename))
    assert (told.announced, told.authors) == (facts_of(files).announced, facts_of(files).authors)


@pytest.mark.parametrize("under", [FULL, SHORT, RENAMED], ids=["full", "short", "renamed"])
def test_a_new_seal_for_a_note_doubles_nothing_and_loses_no_fact(under: PropertySettings) -> None:
    files = after(under, {})
    ((path, data),) = files.items()
    torn = data.replace(b"<!-- vaultgen ", b"<!-- vaultgen X", 1)
    again = {path: resealed(note_with(under, files), torn)}
    assert after(under, again) == again
    assert facts_of(again) == facts_of(files)
    assert properties(again) == properties(files)


@pytest.mark.parametrize("now", [SHORT, RENAMED], ids=["short", "renamed"])
def test_a_change_of_settings_is_taken_back_whole_and_what_was_written_since_stays(
    now: PropertySettings,
) -> None:
    before = after(FULL, {})
    files = after(now, before)
    ((_, old),), ((_, new),) = before.items(), files.items()
    assert taken_back(new, new, old) == old
    assert taken_back(new, new + b"mine\n", old) == old + b"mine\n"


def test_what_waits_for_the_person_waits_under_another_name_too() -> None:
    files = edited(after(FULL, {}, version=1), "version: 1\n", "version: 7\n")
    (data,) = after(RENAMED, files).values()
    renamed = replace(RENAMED, rename=(*RENAMED.rename, ("version", "v")))
    found = reconcile(note_with(renamed, files), data, {})
    assert found is not None
    assert [(one.what, one.proposal) for one in found.kept] == [("property version", "2")]
    assert b"\nv: 7\n" in found.after
