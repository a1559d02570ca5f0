"""Properties: compared by what they say, written by splicing; everything else stays byte for byte."""

from datetime import UTC, date, datetime

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from reconcile.memory_vault import a_paper, again, bases_of, new, person

from vaultgen.document.outcome import WithheldReason
from vaultgen.document.review import take
from vaultgen.document.yaml_block import block, canonical, entry, quoted, scalar
from vaultgen.note.desired import Property

LATER = a_paper(version=2, title="A new: title")


def head(data: bytes) -> str:
    return data.decode().split("\n---\n")[0] + "\n---\n"


def kept(result):
    return [(each.what, each.reason) for each in result.kept]


def test_a_new_value_replaces_ours_and_nothing_else():
    data = person(new(a_paper()), "version: 1\n", "version: 1 # newest\nmine: [a,  b] # !\n\n")
    expected = person(new(a_paper(version=2)), "version: 2\n", "version: 2 # newest\nmine: [a,  b] # !\n\n")
    assert head(again(a_paper(version=2), data).after) == head(expected)


def test_an_edited_property_is_kept_and_the_new_value_offered():
    data = person(new(a_paper()), "title: 'Epistemic Traps: a study'", "title: My name for it")
    result = again(LATER, data)
    assert ("property title", WithheldReason.EDITED) in kept(result)
    assert "A new: title" in [each.proposal for each in result.kept]
    assert "title: My name for it\n" in result.after.decode()
    assert "version: 2" in result.after.decode()


def test_an_edited_property_is_silent_while_its_source_is_the_same():
    data = person(new(a_paper()), "title: 'Epistemic Traps: a study'", "title: My name for it")
    assert again(a_paper(), data).kept == ()


def test_quoting_anew_is_no_edit():
    data = person(new(a_paper()), "title: 'Epistemic Traps: a study'", 'title: "Epistemic Traps: a study"')
    assert "title: 'A new: title'\n" in again(LATER, data).after.decode()


def test_a_removed_property_stays_away():
    data = person(new(a_paper()), "version: 1\n", "")
    result = again(a_paper(version=2), data)
    assert "version:" not in head(result.after)
    assert result.kept == ()


def test_a_property_never_written_comes_after_its_nearest_predecessor():
    data = person(new(a_paper()), "announced: 2026-02-23\n", "announced: 2026-02-23\nmine: 1\n")
    wanted = a_paper(extra=(Property("comment", "8 pages"),))
    assert "announced: 2026-02-23\ncomment: '8 pages'\nmine: 1\n" in again(wanted, data).after.decode()


def test_a_property_that_is_wanted_no_longer_stays():
    with_comment = a_paper(extra=(Property("comment", "8 pages"),))
    result = again(a_paper(), new(with_comment))
    assert result.after == new(with_comment)


def test_a_property_the_person_had_before_is_theirs():
    data = person(new(a_paper()), "version: 1\n", "version: 1\ncomment: great\n")
    result = again(a_paper(extra=(Property("comment", "8 pages"),)), data)
    assert "comment: great\n" in result.after.decode()
    assert kept(result) == [("property comment", WithheldReason.EDITED)]


def test_the_app_re_dumps_the_block_and_nothing_freezes():
    note = new(a_paper()).decode()
    front, _, body = note.removeprefix("---\n").partition("\n---\n")
    dumped = yaml.dump(
        yaml.load(front, Loader=yaml.BaseLoader), sort_keys=False, allow_unicode=True, indent=4
    )
    result = again(LATER, f"---\n{dumped}---\n{body}".encode())
    assert result.kept == ()
    assert yaml.load(head(result.after).strip("-\n"), Loader=yaml.BaseLoader)["title"] == "A new: title"


@pytest.mark.parametrize("style", [">-\n  Epistemic Traps:\n  a study", "|-\n  Epistemic Traps: a study"])
def test_a_value_over_several_lines_is_replaced_whole(style):
    data = person(new(a_paper()), "title: 'Epistemic Traps: a study'", f"title: {style}")
    assert "\ntitle: 'A new: title'\naliases" in "\n" + head(again(LATER, data).after)[4:]


def test_a_remark_among_the_lines_of_a_value_is_not_lost():
    data = person(
        new(a_paper()), "title: 'Epistemic Traps: a study'", "title: # mine\n  'Epistemic Traps: a study'"
    )
    result = again(LATER, data)
    assert "# mine" in result.after.decode()


@pytest.mark.parametrize("style", ["'On C#\n  and F#'", '"On C#\n  and F#"', ">-\n  On C#\n  and F#"])
def test_a_sign_for_remarks_within_a_value_of_several_lines_is_none(style):
    data = person(new(a_paper(title="On C# and F#")), "title: 'On C# and F#'", f"title: {style}")
    assert "\ntitle: 'A new: title'\n" in "\n" + head(again(LATER, data).after)[4:]


@pytest.mark.parametrize(
    "written",
    [
        "title: >- # mine\n  Epistemic Traps:\n  a study",
        "title: # mine\n  'Epistemic Traps:\n  a study'",
    ],
)
def test_a_value_that_cannot_be_replaced_without_a_remark_is_kept(written):
    data = person(new(a_paper()), "title: 'Epistemic Traps: a study'", written)
    result = again(LATER, data)
    assert written in result.after.decode()
    assert ("property title", WithheldReason.EDITED) in kept(result)
    assert "version: 2" in result.after.decode()


@pytest.mark.parametrize(
    ("name", "old", "text"),
    [
        ("doubled", "version: 1\n", "version: 1\nversion: 1\n"),
        ("other letters", "version: 1\n", "Version: 1\n"),
        ("tabs", "  - 'arxiv'\n", "\t- 'arxiv'\n"),
        ("anchors", "version: 1\n", "version: &v 1\nmine: *v\n"),
        ("no YAML", "version: 1\n", "version: 1\nmine: a: b: c\n"),
        ("never ends", "\n---\n\n# Epi", "\n\n# Epi"),
        ("JSON", "---\ntitle", "---\n{title: x}\ntitle"),
        ("template", "version: 1\n", "version: 1\nmine: {{date}}\n"),
        ("control", "version: 1\n", "version: 1\nmine: 'a\x0bb'\n"),
        ("line separator", "version: 1\n", "version: 1\nmine: 'a\u2028b'\n"),
        ("lone CR", "version: 1\n", "version: 1\nmine: a\rb: 2\n"),
        ("complex key", "version: 1\n", "version: 1\n? [a, b]\n: 2\n"),
        ("hyphens that others take for the end", "version: 1\n", "version: 1\nmine: 'a\n ----\n----\n b'\n"),
        ("document end", "version: 1\n", "version: 1\n...\n"),
        ("a list as a name", "version: 1\n", "version: 1\n[a, b]: 2\n"),
        ("a name that is asked for", "version: 1\n", "version: 1\n? mine\n: 2\n"),
    ],
)
def test_odd_front_matter_stops_the_properties_and_not_the_texts(name, old, text):
    data = person(new(a_paper()), old, text)
    result = again(a_paper(version=2, abstract="Newer."), data)
    assert ("properties", WithheldReason.DAMAGED) in kept(result)
    assert result.after.split(b"# Epi")[0] == data.split(b"# Epi")[0]
    assert "Newer." in result.after.decode()


def test_brackets_may_be_nested_a_hundred_deep_with_the_block_and_no_deeper():
    for depth, is_read in ((99, True), (100, False)):
        data = person(new(a_paper()), "version: 1\n", f"version: 1\nmine: {'[' * depth}{']' * depth}\n")
        assert (b"\nversion: 2\n" in again(a_paper(version=2), data).after) == is_read


def test_front_matter_that_the_person_removed_stays_away():
    body = new(a_paper()).decode().partition("\n---\n")[2]
    result = again(LATER, body.encode())
    assert not result.after.startswith(b"---")


def test_numbers_and_dates_the_person_keeps_are_not_read_as_such():
    odd = "mine: 2602.17670\nyes: on\nclock: 12:30\noct: 0123\nlink: [[Note]]\nnull_: ~\n"
    data = person(new(a_paper()), "version: 1\n", "version: 1\n" + odd)
    assert odd in again(LATER, data).after.decode()


# Lists


def tags(data: bytes) -> list[str]:
    return yaml.load(head(data).strip("-\n"), Loader=yaml.BaseLoader)["tags"]


@pytest.mark.parametrize(
    "written",
    [
        "tags:\n  - 'arxiv'\n  - 'arxiv/cs/AI'\n  - mine\n",
        "tags:\n- arxiv\n- arxiv/cs/AI\n- mine\n",
        "tags: [arxiv, arxiv/cs/AI, mine]\n",
        "tags: [\n  arxiv, arxiv/cs/AI,\n  mine]\n",
        "tags:\n    - arxiv # first\n\n    - arxiv/cs/AI\n    # why\n    - mine # theirs\n",
    ],
)
def test_elements_are_added_and_taken_back_around_the_persons(written):
    data = person(new(a_paper()), "tags:\n  - 'arxiv'\n  - 'arxiv/cs/AI'\n", written)
    wanted = a_paper(tags=("arxiv", "arxiv/cs/LG"))
    result = again(wanted, data)
    assert tags(result.after) == ["arxiv", "arxiv/cs/LG", "mine"]
    for remark in ("# first", "# why", "mine # theirs"):
        assert (remark in written) == (remark in result.after.decode())


def test_an_element_that_stays_keeps_its_quotes_in_a_list_on_one_line():
    data = person(
        new(a_paper()), "tags:\n  - 'arxiv'\n  - 'arxiv/cs/AI'", 'tags: [mine, "arxiv", arxiv/cs/AI]'
    )
    found = again(a_paper(tags=("arxiv", "arxiv/cs/AI", "arxiv/cs/LG")), data).after.decode()
    assert "tags: [mine, \"arxiv\", arxiv/cs/AI, 'arxiv/cs/LG']\n" in found


def test_an_element_the_person_removed_stays_away():
    data = person(new(a_paper()), "  - 'arxiv/cs/AI'\n", "")
    result = again(a_paper(tags=("arxiv", "arxiv/cs/AI", "arxiv/cs/LG")), data)
    assert tags(result.after) == ["arxiv", "arxiv/cs/LG"]


@pytest.mark.parametrize(
    "written",
    [
        "tags:\n  -\n    'arxiv'\n  -\n    'arxiv/cs/AI'\n",
        "tags:\n  - - 'arxiv'\n  - 'arxiv/cs/AI'\n",
        "tags:\n  - 'arxiv'\n  - |\n    arxiv/cs/AI\n",
        "tags:\n  - 'arxiv'\n  - 'arxiv/cs/AI'\n  -\n",
        "tags: [\n  'arxiv', # mine\n  'arxiv/cs/AI']\n",
    ],
)
def test_a_list_in_an_odd_form_is_read_as_others_read_it_or_left_alone(written):
    data = person(new(a_paper()), "tags:\n  - 'arxiv'\n  - 'arxiv/cs/AI'\n", written)
    after = again(a_paper(tags=("arxiv", "arxiv/cs/LG", "arxiv/cs/AI")), data).after
    says = yaml.load(head(after).strip("-\n"), Loader=yaml.BaseLoader)
    before = yaml.load(head(data).strip("-\n"), Loader=yaml.BaseLoader)
    assert {name: says[name] for name in says if name != "tags"} == {
        name: before[name] for name in before if name != "tags"
    }
    assert [each for each in says["tags"] if each != "arxiv/cs/LG"] == before["tags"]
    assert ("# mine" in written) == ("# mine" in after.decode())


def test_an_emptied_list_stays_empty_but_for_what_is_new():
    data = person(new(a_paper()), "tags:\n  - 'arxiv'\n  - 'arxiv/cs/AI'\n", "tags:\n")
    assert again(a_paper(), data).after == data
    after = again(a_paper(tags=("arxiv", "arxiv/cs/LG")), data, bases_of(a_paper())).after
    assert tags(after) == ["arxiv/cs/LG"]


def test_what_we_took_back_may_come_again():
    gone = again(a_paper(tags=("arxiv",)), new(a_paper())).after
    assert tags(gone) == ["arxiv"]
    assert tags(again(a_paper(), gone).after) == ["arxiv", "arxiv/cs/AI"]


def test_an_element_the_person_had_first_is_not_taken_back():
    data = person(new(a_paper()), "  - 'arxiv'\n", "  - 'arxiv'\n  - 'robotics'\n")
    wanted = again(a_paper(tags=("arxiv", "arxiv/cs/AI", "robotics")), data).after
    assert "robotics" in tags(again(a_paper(), wanted).after)


def test_a_link_that_the_app_rewrote_after_a_rename_is_ours_still():
    data = person(new(a_paper()), "'[[Xingcheng Xu]]'", '"[[X. Xu]]"')
    adopted = again(a_paper(authors=("[[X. Xu]]", "[[Ann O'Hara]]")), data).after
    third = again(a_paper(authors=("[[Xu Xingcheng]]", "[[Ann O'Hara]]")), adopted).after
    assert "X. Xu" not in head(third)


def test_a_link_that_the_app_rewrote_does_not_stand_twice_once_its_note_bears_another_name():
    data = person(new(a_paper()), "'[[Xingcheng Xu]]'", '"[[X. Xu]]"')
    wanted = a_paper(authors=("[[X. Xu|Xingcheng Xu]]", "[[Ann O'Hara]]"))
    after = again(wanted, data, bases_of(a_paper())).after
    assert yaml.load(head(after).strip("-\n"), Loader=yaml.BaseLoader)["authors"] == [
        "[[X. Xu|Xingcheng Xu]]",
        "[[Ann O'Hara]]",
    ]


def test_a_former_title_stays_an_alias():
    result = again(LATER, new(a_paper()))
    assert "  - 'A new: title'\n" in result.after.decode()
    assert "  - 'Epistemic Traps: a study'\n" in result.after.decode()


def test_the_persons_order_stays():
    data = person(
        new(a_paper()), "  - 'arxiv'\n  - 'arxiv/cs/AI'\n", "  - 'arxiv/cs/AI'\n  - b\n  - 'arxiv'\n"
    )
    wanted = a_paper(tags=("arxiv", "arxiv/cs/AI", "arxiv/cs/LG"))
    assert tags(again(wanted, data).after) == ["arxiv/cs/AI", "arxiv/cs/LG", "b", "arxiv"]


def test_a_list_that_became_something_else_is_the_persons():
    data = person(new(a_paper()), "tags:\n  - 'arxiv'\n  - 'arxiv/cs/AI'\n", "tags: arxiv, todo\n")
    result = again(a_paper(tags=("arxiv", "arxiv/cs/LG")), data)
    assert "tags: arxiv, todo\n" in result.after.decode()
    assert ("property tags", WithheldReason.EDITED) in kept(result)


# Values

texts = st.text(st.characters(codec="utf-8"), max_size=40)


@settings(max_examples=300, deadline=None)
@given(texts, st.lists(texts, max_size=4).map(tuple))
def test_what_is_written_reads_the_same(text, elements):
    own = (
        Property("title", text),
        Property("tags", elements),
        Property("day", date(2026, 2, 23)),
        Property("n", 7),
    )
    read = yaml.load("\n".join(block(own, {})[1:-1]), Loader=yaml.SafeLoader)
    assert read == {
        "title": canonical(text),
        "tags": list(canonical(elements)),
        "day": date(2026, 2, 23),
        "n": 7,
    }


@settings(max_examples=150, deadline=None)
@given(texts, texts, texts)
def test_any_title_is_followed_and_any_alias_of_the_person_stays(title, later, alias):
    data = person(
        new(a_paper(title=f"a{title}")),
        "version: 1\n",
        f"{block([Property('nick', alias)], {})[1]}\nversion: 1\n",
    )
    assert (
        again(a_paper(title=f"b{later}"), data).after.count(block([Property("nick", alias)], {})[1].encode())
        >= 1
    )
    after = again(a_paper(title=f"b{later}"), data).after
    assert f"title: {block([Property('t', 'b' + later)], {})[1][3:]}\n".encode() in after


def taking(note, data, unit):
    return take(note, data, unit, {}).decode()


@pytest.mark.parametrize(
    ("there", "after"),
    [
        ("title:\n", "title: 'A new: title'\n"),
        ("title: {a: b}\n", "title: 'A new: title'\n"),
        ("title: [a]\n", "title: 'A new: title'\n"),
        ("title: mine # so\n", "title: 'A new: title' # so\n"),
        ("title: |\n  mine\n", "title: 'A new: title'\n"),
        ("title: # so\n  [a]\n", "title: # so\n  [a]\n"),
        ('title: "A new: title"\n', 'title: "A new: title"\n'),
    ],
)
def test_a_title_is_taken_in_place_of_whatever_stands_there(there, after):
    data = person(new(a_paper()), "title: 'Epistemic Traps: a study'\n", there)
    assert f"---\n{after}aliases:\n" in taking(LATER, data, "property title")
    assert kept(again(LATER, data)) == (
        [] if "A new" in there else [("property title", WithheldReason.EDITED)]
    )


@pytest.mark.parametrize(
    ("there", "after"),
    [
        ("tags: mine\n", "tags:\n  - 'arxiv'\n  - 'arxiv/cs/LG'\n"),
        ("tags: {a: b}\n", "tags:\n  - 'arxiv'\n  - 'arxiv/cs/LG'\n"),
        ("tags: [mine]\n", "tags: [mine, 'arxiv', 'arxiv/cs/LG']\n"),
        ("tags: []\n", "tags:\n  - 'arxiv'\n  - 'arxiv/cs/LG'\n"),
        ("tags:\n", "tags:\n  - 'arxiv'\n  - 'arxiv/cs/LG'\n"),
        ("tags:\n- mine # so\n", "tags:\n- mine # so\n- 'arxiv'\n- 'arxiv/cs/LG'\n"),
    ],
)
def test_a_list_is_taken_with_what_the_person_put_into_it(there, after):
    data = person(new(a_paper()), "tags:\n  - 'arxiv'\n  - 'arxiv/cs/AI'\n", there)
    later = a_paper(tags=("arxiv", "arxiv/cs/LG"))
    found = taking(later, data, "property tags")
    assert f"announced: 2026-02-23\n{after}---\n" in found
    assert again(later, found.encode()).kept == ()


def test_a_name_that_yaml_reads_otherwise_is_not_written():
    wanted = replace(a_paper(version=2, extra=(Property("doi", "10.1/a"),)), names=(("doi", "a: b"),))
    result = again(wanted, new(a_paper()))
    assert kept(result) == [("properties", WithheldReason.DAMAGED)]
    assert head(result.after) == head(new(a_paper()))


def test_a_property_that_was_left_out_and_that_the_person_wrote_meanwhile_is_theirs():
    own = Property("abs_url", "https://arxiv.org/abs/2602.17676")
    data = new(replace(a_paper(), hidden=(own,)))
    assert again(a_paper(extra=(own,)), data).after.decode().count("abs_url: 'https://arxiv.org") == 1
    mine = person(data, "version: 1\n", "version: 1\nabs_url: mine\n")
    result = again(a_paper(version=2, extra=(own,)), mine)
    assert kept(result) == []
    assert "version: 2\nabs_url: mine\n" in result.after.decode()
    never = again(a_paper(extra=(own,)), new(a_paper()))
    assert "abs_url" not in never.after.decode(), "written with the note, or never"


@pytest.mark.parametrize(
    ("mine", "is_there"),
    [
        ("doi: '10.1/a'", False),
        ("doi: 10.1/a", False),
        ("doi: mine", True),
        ("doi: [10.1/a]", False),
        ("doi: [10.1/a, mine]", True),
        ("doi: 10.1/a # mine", True),
        ("doi:\n  10.1/a # mine", True),
    ],
)
def test_a_property_that_the_settings_leave_out_goes_where_nobody_edited_it(mine, is_there):
    own = Property("doi", "10.1/a")
    data = person(new(a_paper(extra=(own,))), "doi: '10.1/a'", mine)
    result = again(replace(a_paper(version=2), hidden=(own,)), data)
    assert (mine in result.after.decode()) == is_there
    assert (b" doi=10.1/a " in result.after) == (not is_there)
    assert "version: 2" in result.after.decode()
    shown = again(a_paper(version=2, extra=(own,)), result.after)
    assert shown.after.decode().count("doi:") == 1


def test_a_property_that_the_person_removed_is_not_called_left_out():
    own = Property("doi", "10.1/a")
    data = person(new(a_paper(extra=(own,))), "doi: '10.1/a'\n", "")
    hidden = again(replace(a_paper(), hidden=(own,)), data)
    assert b" doi=" not in hidden.after
    assert "doi" not in head(again(a_paper(extra=(own,)), hidden.after).after)


@pytest.mark.parametrize(
    ("there", "after"),
    [
        ("keywords:\n  - 'a'\n  - mine\n", "keywords:\n  - mine\n"),
        ("keywords: [mine, 'a', b]\n", "keywords: [mine, b]\n"),
        ("keywords:\n  - 'a' # mine\n  - b\n", "keywords:\n  - 'a' # mine\n  - b\n"),
        ("keywords: mine\n", "keywords: mine\n"),
        ("keywords:\n  - 'a'\n", ""),
    ],
)
def test_of_a_list_that_the_settings_leave_out_what_the_person_added_stays(there, after):
    own = Property("keywords", ("a",))
    data = person(new(a_paper(extra=(own,))), "keywords:\n  - 'a'\n", there)
    hidden = replace(a_paper(), hidden=(own,))
    for bases in ({}, bases_of(a_paper(extra=(own,)))):
        found = head(again(hidden, data, bases).after)
        assert f"announced: 2026-02-23\n{after}tags:\n" in found


def test_new_names_change_the_keys_and_nothing_else():
    names = (("title", "name"), ("version", "v"), ("tags", "labels"), ("doi", "DOI"))
    data = person(new(a_paper()), "title: 'Epistemic", '"title" : \'Epistemic')
    data = person(data, "version: 1\n", "version: 1 # mine\nLabels: mine\n")
    result = again(replace(a_paper(), names=names), data)
    assert b"\nname : 'Epistemic Traps: a study'\n" in result.after
    assert b"\nv: 1 # mine\nLabels: mine\n" in result.after
    assert b"\ntags:\n" in result.after, "its new name is taken, in other letters"
    assert b" as=title:name,version:v " in result.after
    back = again(a_paper(), result.after).after
    assert back.replace(b"title : '", b"title: '") == data.replace(b'"title" : \'', b"title: '")


def test_two_properties_can_change_names_and_a_name_that_is_taken_is_not_given():
    swapped = again(replace(a_paper(), names=(("title", "version"), ("version", "title"))), new(a_paper()))
    first = head(new(a_paper()))
    assert head(swapped.after) == first.replace("title:", "x:").replace("version:", "title:").replace(
        "x:", "version:"
    )
    pushed = again(replace(a_paper(), names=(("title", "version"),)), new(a_paper()))
    assert pushed.after == new(a_paper()), "the name is that of another one of ours"


def test_a_property_the_person_wrote_under_our_name_keeps_it():
    comment = replace(a_paper(extra=(Property("comment", "8 pages"),)), names=(("comment", "remark"),))
    result = again(comment, person(new(a_paper()), "version: 1\n", "version: 1\ncomment: mine\n"))
    assert "\ncomment: mine\n" in result.after.decode()
    assert "remark" not in result.after.decode()
    assert "\nremark: '8 pages'\n" in again(comment, new(a_paper())).after.decode()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("it's", "'it''s'"),
        ("a\nb\x00c\u2028d\ud800e\ufefff", "'a b c d e f'"),
        ("é\t", "'é '"),
        (7, "7"),
        (True, "true"),
        (date(2026, 2, 23), "2026-02-23"),
        (datetime(2026, 2, 23, 9, 0, 7, tzinfo=UTC), "2026-02-23T09:00:07"),
    ],
)
def test_a_scalar_is_written_on_one_line(value, written):
    assert scalar(value) == written
    assert entry("a", value) == (f"a: {written}",)
    assert block([Property("b", value)], {"b": "c", "c": "d"}) == ("---", f"c: {written}", "---")


def test_a_list_is_written_line_by_line_and_is_not_a_scalar():
    assert entry("a", ("x", "it's\n")) == ("a:", "  - 'x'", "  - 'it''s '")
    assert entry("a", ()) == ("a: []",)
    assert block([], {}) == ()
    assert (canonical(("a\n", "b")), quoted("it's\n")) == (("a ", "b"), "'it''s '")
    with pytest.raises(TypeError, match="a list is not a scalar"):
        scalar(())


def test_a_value_of_several_lines_is_replaced_with_the_line_end_of_its_last_one():
    data = person(
        new(a_paper()), "title: 'Epistemic Traps: a study'\n", "title: 'Epistemic Traps:\n  a study'\r\n"
    )
    assert b"---\ntitle: 'A new: title'\r\naliases:\n" in again(LATER, data).after


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("tags: [arxiv, arxiv/cs/AI] # mine\n", "tags: [arxiv, 'arxiv/cs/LG'] # mine\n"),
        ("tags: ['arxiv', \"arxiv/cs/AI\", a  b]\n", "tags: ['arxiv', 'arxiv/cs/LG', a  b]\n"),
        ("tags: [\n  arxiv,\n  arxiv/cs/AI ]\n", "tags:\n  - 'arxiv'\n  - 'arxiv/cs/LG'\n"),
        ("tags:\n- arxiv\n- 'arxiv/cs/AI'\n\n# mine\n", "tags:\n- arxiv\n- 'arxiv/cs/LG'\n\n# mine\n"),
        (
            "tags:\n-   arxiv # one\n\n# two\n-   arxiv/cs/AI\n",
            "tags:\n-   arxiv # one\n\n# two\n-   'arxiv/cs/LG'\n",
        ),
        ("tags:\n  - arxiv/cs/AI\n  - arxiv\n", "tags:\n  - arxiv\n  - 'arxiv/cs/LG'\n"),
        (
            "tags:\n  - 'arxiv'\n  - arxiv\n  - arxiv/cs/AI\n",
            "tags:\n  - 'arxiv'\n  - 'arxiv/cs/LG'\n  - arxiv\n",
        ),
    ],
)
def test_a_list_is_changed_in_its_own_form(written, after):
    data = person(new(a_paper()), "tags:\n  - 'arxiv'\n  - 'arxiv/cs/AI'\n", written)
    assert head(again(a_paper(tags=("arxiv", "arxiv/cs/LG")), data).after) == head(
        person(data, written, after)
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_new_properties_and_elements_end_as_the_note_does(newline):
    data = new(a_paper()).replace(b"\n", newline.encode())
    later = a_paper(version=2, tags=("arxiv", "arxiv/cs/LG"), extra=(Property("keywords", ("a", "b")),))
    assert again(later, data).after == new(later).replace(b"\n", newline.encode())


def test_of_properties_that_are_new_each_goes_to_its_place_in_our_order():
    later = a_paper(extra=(Property("comment", "8 pages"), Property("doi", "10.1/a")))
    assert head(again(later, new(a_paper())).after) == head(new(later))
    gone = person(new(a_paper()), "announced: 2026-02-23\n", "")
    assert "  - '[[Ann O''Hara]]'\ncomment: '8 pages'\ndoi: '10.1/a'\ntags:\n" in head(
        again(later, gone).after
    )
    first = replace(a_paper(), properties=(Property("comment", "8 pages"), *a_paper().properties))
    assert head(again(first, new(a_paper())).after) == head(new(first))
    alone = b"---\narxiv_id: arXiv:2602.17676\nmine: 1\n---\n" + new(a_paper()).partition(b"\n---\n")[2]
    assert again(later, alone).after.startswith(
        b"---\narxiv_id: arXiv:2602.17676\ncomment: '8 pages'\ndoi: '10.1/a'\nmine: 1\n---\n"
    )


def test_a_property_that_stands_twice_under_the_persons_name_for_it_is_odd():
    renamed = replace(a_paper(version=2), names=(("title", "name"),))
    data = person(
        new(replace(a_paper(), names=(("title", "name"),))), "version: 1\n", "version: 1\nName: mine\n"
    )
    assert kept(again(renamed, data)) == [("properties", WithheldReason.DAMAGED)]
    ours = person(
        new(replace(a_paper(), names=(("title", "name"),))), "version: 1\n", "version: 1\nTitle: mine\n"
    )
    assert kept(again(renamed, ours)) == []


def test_the_name_of_a_property_stays_known_where_it_is_wanted_no_more_or_was_removed():
    own, names = Property("abs_url", "u"), (("abs_url", "url"),)
    data = new(replace(a_paper(extra=(own,)), names=names))
    told_no_more = again(replace(a_paper(version=2), names=names), data)
    removed = again(replace(a_paper(version=2, extra=(own,)), names=names), person(data, "url: 'u'\n", ""))
    assert b" as=abs_url:url " in told_no_more.after
    assert b" as=abs_url:url " in removed.after
