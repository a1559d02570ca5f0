"""Names and links of whatever titles and authors: all scripts, emoji, combining marks, right to left, long and empty."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from links.vaults import Vault
from links.weeks import TITLES, days_of, generated, write
from render.samples import a_day, a_paper, content, rendered
from render.samples import settings as chosen

from vaultgen.note.wanted import Note, WholeFile
from vaultgen.paper.cleaning import line
from vaultgen.plan.reconcile import written_anew
from vaultgen.plan.whole_file import file_anew

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
            made = written_anew(each) if isinstance(each, Note) else file_anew(each)
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
