"""The bases hold nothing that Obsidian's help on Bases does not name ("Bases syntax", "Functions", app 1.10)."""

import re
from typing import Any

import pytest
import yaml
from msgspec.structs import replace
from render.samples import a_day, content, labels, look, rendered, settings

from vaultgen.note.desired import WholeFile
from vaultgen.settings import FULL, SHORT, SHORT_PROPERTIES, PropertySettings

TOP = {"filters", "formulas", "properties", "summaries", "views"}
VIEW = {"type", "name", "limit", "filters", "groupBy", "order", "sort", "image"}
FUNCTIONS = {"file.hasTag", "file.hasProperty", "file.hasLink", "file.inFolder", "link", "list", "today"}
FILE = {"file.name", "file.ext", "file.mtime", "file.hasTag", "file.hasProperty", "file.hasLink"}
NAMES = ("Papers", "Authors")
OURS = {
    *(
        "title",
        "title_translated",
        "authors",
        "subjects",
        "primary_subject",
        "keywords",
        "announced",
        "aliases",
        "version",
        "withdrawn",
        "updated",
        "score",
        "near",
    ),
    "read",  # the person's own tick
    "rating",  # and their own stars
}


def base(name: str, language: str = "en", show: str = FULL) -> dict[str, Any]:
    chosen = replace(settings(), properties=PropertySettings(show))
    found = rendered(a_day(content()), chosen, look(language))[f"base:{name}"]
    assert isinstance(found, WholeFile)
    says: dict[str, Any] = yaml.safe_load(found.text)
    return says


def filters(part: object) -> list[str]:
    """The statements of a filter: a text, or a list below `and`, `or`, `not`."""
    if isinstance(part, str):
        return [part]
    assert isinstance(part, dict)
    assert part.keys() <= {"and", "or", "not"}
    assert len(part) == 1
    return [statement for below in next(iter(part.values())) for statement in filters(below)]


@pytest.mark.parametrize("show", [FULL, SHORT])
@pytest.mark.parametrize("language", list(labels()))
@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_one_of_obsidians(name: str, language: str, show: str) -> None:
    says = base(name, language, show)
    assert says.keys() <= TOP
    assert all(set(view) <= VIEW and {"type", "name"} <= set(view) for view in says["views"])
    assert {view["type"] for view in says["views"]} <= {"table", "cards", "list"}
    names = [view["name"] for view in says["views"]]
    assert len(set(names)) == len(names)
    for how in [each for view in says["views"] for each in (*view.get("sort", ()), view.get("groupBy"))]:
        assert how is None or (
            how.keys() == {"property", "direction"} and how["direction"] in {"ASC", "DESC"}
        )
    assert all(isinstance(view.get("limit", 1), int) for view in says["views"])
    assert all(each.keys() == {"displayName"} for each in says["properties"].values())


@pytest.mark.parametrize("show", [FULL, SHORT])
@pytest.mark.parametrize("name", NAMES)
def test_every_property_formula_and_function_is_there(name: str, show: str) -> None:
    says = base(name, show=show)
    ours = OURS if show == FULL else {*SHORT_PROPERTIES, "aliases", "read", "rating"}
    formulas = says.get("formulas", {})
    shown = [key for view in says["views"] for key in view["order"]]
    shown += [each["property"] for view in says["views"] for each in view.get("sort", ())]
    shown += [view["groupBy"]["property"] for view in says["views"] if "groupBy" in view]
    for key, known in [*((key, ours) for key in shown), *((key, OURS) for key in says["properties"])]:
        kind, _, rest = key.partition(".")
        assert (
            (kind == "note" and rest in known) or key in FILE or (kind == "formula" and rest in formulas)
        ), key
    statements = [*filters(says["filters"]), *formulas.values()]
    statements += [text for view in says["views"] if "filters" in view for text in filters(view["filters"])]
    for text in statements:
        assert set(re.findall(r"([\w.]+)\(", text)) <= FUNCTIONS, text
        assert set(re.findall(r"\bfile\.\w+", text.replace("this.file", ""))) <= FILE, text
        assert set(re.findall(r"\bnote\.(\w+)", text)) <= ours, text
        assert set(re.findall(r"\bformula\.(\w+)", text)) <= formulas.keys(), text
        assert "backlinks" not in text


def test_the_views_that_a_person_looks_for_are_there() -> None:
    views = {view["name"]: view for view in base("Papers")["views"]}
    assert list(views) == [
        "This week",
        "Best first",
        "Unread",
        "Starred",
        "New versions",
        "Withdrawn",
        "By interest",
        "By author",
        "By subject",
        "Cards",
        "Embedded in author notes",
        "Embedded in subject notes",
    ]
    assert views["By author"]["groupBy"]["property"] == "formula.FirstAuthor"
    assert views["By interest"]["groupBy"]["property"] == "note.keywords"
    assert views["By subject"]["groupBy"]["property"] == "note.primary_subject"
    assert filters(views["Unread"]["filters"]) == ["note.read != true"]
    assert filters(views["Starred"]["filters"]) == ["note.rating >= 4"]
    assert filters(views["New versions"]["filters"]) == ["note.version > 1"]
    assert filters(views["Withdrawn"]["filters"]) == ["note.withdrawn == true"]
    assert base("Papers")["formulas"]["Week"] == 'note.announced > today() - "7d"'
    assert views["Cards"]["type"] == "cards"


def test_with_few_properties_every_view_is_there_but_that_of_a_rank_which_no_note_shows() -> None:
    views = {view["name"]: view for view in base("Papers", show=SHORT)["views"]}
    assert [view["name"] for view in base("Papers")["views"] if view["name"] not in views] == ["Best first"]
    assert filters(views["New versions"]["filters"]) == ["note.version > 1"]
    assert views["New versions"]["order"] == [
        *("formula.Paper", "note.version", "note.updated", "note.announced")
    ]
    assert views["By subject"]["groupBy"]["property"] == "formula.FirstSubject"


@pytest.mark.parametrize("language", list(labels()))
def test_views_and_columns_are_named_in_the_language_and_a_link_can_hold_each_name(language: str) -> None:
    says = base("Papers", language)
    names = [view["name"] for view in says["views"]]
    columns = [each["displayName"] for each in says["properties"].values()]
    assert names[-2:] == [labels()[language][f"view_in_{kind}"] for kind in ("author", "subject")]
    assert not set("".join(names)) & set("#|^[]:\\'\"")
    assert len(set(columns)) == len(columns)
    if language != "en":
        assert not set(names) & {view["name"] for view in base("Papers")["views"]}


def test_a_label_of_the_persons_own_may_hold_quotation_marks() -> None:
    how = look()
    own = {**how.labels, "view_unread": 'Ada\'s: "new" #1'}
    found = rendered(a_day(content()), how=type(how)(how.templates, own, how.habits, how.zone))["base:Papers"]
    assert isinstance(found, WholeFile)
    assert 'Ada\'s: "new" #1' in [view["name"] for view in yaml.safe_load(found.text)["views"]]


def test_a_template_of_ones_own_takes_the_place_of_a_base() -> None:
    how = look()
    own = {**how.templates, "papers.base": "views: []\n"}
    found = rendered(a_day(content()), how=type(how)(own, how.labels, how.habits, how.zone))["base:Papers"]
    assert isinstance(found, WholeFile)
    assert found.text == "views: []\n"
