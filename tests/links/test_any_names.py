"""Names and links of whatever titles and authors: all scripts, emoji, combining marks, right to left, long and empty."""

import os
import tempfile
from pathlib import Path, PurePosixPath

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from links.test_week import letters
from links.vaults import Vault
from links.weeks import TITLES, days_of, generated, write
from render.in_memory import snapshot_of
from render.samples import a_day, a_paper, content, rendered
from render.samples import settings as chosen

from vaultgen.document.new_note import new_note
from vaultgen.note.desired import Note, WholeFile
from vaultgen.note.names import author_key
from vaultgen.paper.cleaning import line
from vaultgen.reconcile.whole_file import new_file

SCRIPTS = "aZé ñ\u0301ß İı Ω жЖ 中文字 かな 한글 אבג عرب ह्न्दी ไทย 🚀👩‍🔬🇨🇳 𝔸 ﬁ - ' . , : / \\ [ ] # ^ | % & { } ~ < > = * _ ` $ ( ) \" ! ? + @"
WORDS = st.text(alphabet=SCRIPTS, max_size=40) | st.text(max_size=40)
TITLE = WORDS | st.sampled_from(TITLES) | st.text(alphabet=SCRIPTS, min_size=2_000, max_size=2_000)
PAPER = st.tuples(TITLE, st.lists(WORDS.filter(str.strip), min_size=1, max_size=4, unique=True))


@settings(max_examples=60, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))
@given(st.lists(PAPER, min_size=1, max_size=5), st.sampled_from(["wiki", "markdown"]))
@example(
    [("", ["Ada [Byron] Lovelace", "Ada (Byron) Lovelace"]), ("#", ["."]), ("CON", ["CON", "con."])], "wiki"
)
@example([("x" * 2_000, ["A/B", "A-B", "A\\B"]), ("X" * 2_000, ["e\u0301", "\u00e9", "E"])], "wiki")
def test_every_link_leads_to_the_one_note_that_it_means(
    papers: list[tuple[str, list[str]]], style: str
) -> None:
    day = [
        content(
            a_paper(
                f"2602.{20000 + number}",
                title=line(title, limit=4_000),
                authors=tuple(dict.fromkeys(name for raw in authors if (name := line(raw, limit=400)))),
            )
        )
        for number, (title, authors) in enumerate(papers)
    ]
    wanted = rendered(a_day(*day), chosen(author_note_from=1, links=style)).values()
    with tempfile.TemporaryDirectory() as folder:
        for each in wanted:
            assert isinstance(each, Note | WholeFile)
            path = Path(folder) / each.path
            assert len(path.name.encode()) <= 120
            path.parent.mkdir(parents=True, exist_ok=True)
            assert not path.exists()
            made = new_note(each) if isinstance(each, Note) else new_file(each)
            path.write_bytes(made.after)
        vault = Vault(Path(folder))

    assert vault.shared_names == {}
    assert vault.dead == []
    for number, each in enumerate(day):
        paper = each.announced.paper
        (note,) = [path for path in vault.files if path.name.startswith(f"2602.{20000 + number}")]
        linked = [vault.resolve(link) for link in vault.files[note].links if link.where == "authors"]
        assert len(linked) == len(paper.authors)


def test_links_in_the_markdown_style_resolve_too(tmp_path: Path) -> None:
    write(tmp_path / "vault", tmp_path, days_of(generated(15), 2), more='[vault]\nlinks = "markdown"\n')
    vault = Vault(tmp_path / "vault")

    in_bodies = [link for link in vault.links if link.where == "body" and link.is_markdown]
    assert len(in_bodies) > 50
    assert [link for link in in_bodies if not vault.has_anchor(link)] == []


NASTY = (
    *(
        "CON",
        "con",
        "NUL.md",
        "aux.",
        "COM1",
        "LPT³",
        "prn .txt",
        ".",
        "..",
        "-",
        "/",
        "A/B",
        "A-B",
        "A\\B",
        "a|b",
    ),
    *(
        "Papers",
        "papers",
        "Papers.base",
        "Authors",
        "Daily",
        "arXiv 2026-02-23",
        "arXiv 2026-02-22",
        "untitled",
    ),
    *("Machine Learning (cs.LG)", "machine learning (CS.LG)", "cs.LG", "Machine Learning", "unnamed author"),
    *(
        "[[x]]",
        "x#y",
        "x^y",
        "^z",
        "%%",
        "2602.20000",
        "2602.20000 A",
        "ﬁona",
        "fiona",
        "Fiona",
        "Ａ",
        "A",
        "Å",
        "Å",
    ),
    *(
        "e\u0301mile",
        "émile",
        "\u202eevil",
        "evil",
        "zero\u200bwidth",
        "zerowidth",
        "👩‍🔬 Ada",
        "👩🔬 Ada",
        "𝔸" * 200,
        "名" * 90,
    ),
    *(
        "İstanbul",
        "istanbul",
        "ıstanbul",
        "straße",
        "STRASSE",
        "ς",
        "Σ",
        "a\u0307",
        "x" * 117,
        "x" * 118,
        "x" * 300,
    ),
)
EXAMPLES = int(os.environ.get("VAULTGEN_NAME_EXAMPLES", "12"))
OWN = st.lists(
    st.tuples(st.sampled_from(["", "People/", "arXiv/Authors/", "arXiv/"]), st.sampled_from(NASTY) | WORDS),
    max_size=6,
)


@settings(
    max_examples=EXAMPLES, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
@given(
    st.lists(
        st.tuples(
            WORDS | st.sampled_from(TITLES),
            st.lists(st.sampled_from(NASTY), min_size=1, max_size=5, unique=True),
        ),
        min_size=1,
        max_size=4,
    ),
    OWN,
    st.sampled_from(["wiki", "markdown"]),
    st.integers(1, 2),
)
@example(
    [("Papers", ["Papers", "arXiv 2026-02-23", "Machine Learning (cs.LG)", "cs.LG"])],
    [("", "Papers"), ("People/", "ARXIV 2026-02-23"), ("", "machine learning (CS.LG)")],
    "wiki",
    1,
)
@example([("A", ["Ada"]), ("B", ["Ada"])], [("", "Papers.base"), ("", "Authors.base")], "wiki", 2)
@example(
    [("A", ["e\u0301mile", "𝔸" * 200]), ("B", ["𝔸" * 200, "Å"])],
    [("People/", "\u00c9MILE"), ("", "\u00e9mile"), ("arXiv/Authors/", "A" * 57)],
    "wiki",
    1,
)
def test_beside_whatever_notes_the_person_has_every_link_leads_to_one_note(
    papers: list[tuple[str, list[str]]], own: list[tuple[str, str]], style: str, note_from: int
) -> None:
    """An author, a subject, a listing or a base may bear the name of a note of the person's, wherever it is."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        theirs = _put(root, own)
        day = [
            content(a_paper(f"2602.{20000 + number}", title=line(title, limit=4_000), authors=tuple(authors)))
            for number, (title, authors) in enumerate(papers)
        ]
        chosen_settings = chosen(author_note_from=note_from, links=style)
        snapshot = snapshot_of({path: (root / path).read_bytes() for path in theirs})
        wanted = rendered(a_day(*day), chosen_settings, snapshot=snapshot).values()
        for each in wanted:
            assert isinstance(each, Note | WholeFile)
            path = root / each.path
            assert len(path.name.encode()) <= 120
            assert not path.exists(), "a file of the person's is not ours to write"
            assert each.path.name.casefold() not in {name.name.casefold() for name in theirs}
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes((new_note(each) if isinstance(each, Note) else new_file(each)).after)
        vault = Vault(root)

    ours = {each.path for each in wanted}
    assert {name: paths for name, paths in vault.shared_names.items() if ours & set(paths)} == {}
    waiting = {letters(name) for _, names in papers for name in names}
    unexplained = [link for link in vault.dead if not {letters(link.shown), letters(link.target)} & waiting]
    assert unexplained == []
    for paper in day:
        (note,) = [
            path
            for path in ours
            if path.name.startswith(paper.announced.paper.identifier.stem) and "Papers" in path.parts
        ]
        led = {}
        for link in vault.files[note].links:
            if link.where == "authors" and (target := vault.resolve(link)) is not None:
                led.setdefault(target, set()).add(author_key(link.shown or link.target))
        assert all(len(keys) == 1 or target not in ours for target, keys in led.items()), led


def _put(root: Path, own: list[tuple[str, str]]) -> tuple[PurePosixPath, ...]:
    """Notes of the person's, as far as this disk takes their names."""
    there = []
    for folder, name in own:
        path = root / folder / f"{name.replace('/', '-')}.md"
        if (
            "\0" in name
            or len(path.name.encode("utf-8", "replace")) > 255
            or any(0xD800 <= ord(c) < 0xE000 for c in name)
        ):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# Mine\n", encoding="utf-8")
        there.append(PurePosixPath(path.relative_to(root).as_posix()))
    return tuple(dict.fromkeys(there))
