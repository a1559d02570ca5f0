"""A glance says what reading a note says, or nothing."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from vault.plans import note

from vaultgen.document.facts import facts
from vaultgen.note.snapshot import PaperFacts
from vaultgen.vault.glance import glance

OURS = (
    b"---\ntitle: 'A ''quoted'' title'\narxiv_id: 'arXiv:2602.17676'\nversion: 1\nauthors:\n  - '[[A B]]'\n"
    b"announced: 2026-02-23\nannounce_type: 'new'\ntranslation: 'pending'\n---\nbody\n"
)
LINES = st.sampled_from(
    (
        "arxiv_id: 'arXiv:2602.17676'",
        "arxiv_id: 'arXiv:2602.17677'",
        "arxiv_id: 2602.17676",
        "arxiv_id: 'arXiv:2613.17676'",
        "arxiv_id: 'arXiv:2602.00000'",
        "arxiv_id: 'arXiv:0704.0001'",
        "arxiv_id: 'arXiv:0704.00012'",
        "arxiv_id: 'arXiv:2602.17676v2'",
        "announced: 2026-02-23",
        "announced: 2026-02-24",
        "announced: 2026-02-24 # mine",
        "translation: 'pending'",
        "translation: 'done'",
        "translation: pending",
        "title: 'announced'",
        'title: "two',
        'lines"',
        "title: |",
        "  arxiv_id: 'arXiv:2602.17676'",
        "# arxiv_id",
        "---",
        "- 'x'",
        "\ttab: 1",
        "{",
        "<!-- vaultgen day=2026-02-23 c:AAAA -->",
        "<!-- vaultgen:begin head day=2026-02-23 -->",
    )
)


def test_our_own_notes_are_known_at_a_glance() -> None:
    assert glance(OURS) == ("paper:2602.17676", "2026-02-23 pending")
    assert glance(OURS.replace(b"translation: 'pending'\n", b"")) == ("paper:2602.17676", "2026-02-23 ")


def test_a_note_without_anything_of_ours_is_nobodys() -> None:
    assert glance(b"# My notes\n") == ("", "")


@pytest.mark.parametrize("signs", [0, 1, 7, 8, 9, 40])
def test_a_seal_is_seen_among_many_lines_of_markup(signs: int) -> None:
    markup = b"<b>mine</b>\n" * signs
    assert glance(markup + b"<!-- vaultgen day=2026-02-23 c:AAAA -->\n" + markup) is None
    assert glance(markup + b"<!-- vault -->\n" + markup) == ("", "")


@pytest.mark.parametrize("odd", [note("2602.17676"), b"\xef\xbb\xbf" + OURS, OURS.replace(b"\n", b"\r\n")])
def test_what_is_written_otherwise_has_to_be_read(odd: bytes) -> None:
    assert glance(odd) is None


@settings(max_examples=400)
@given(
    st.lists(LINES, max_size=7), st.permutations(["arxiv_id: 'arXiv:2602.17676'", "announced: 2026-02-23"])
)
@example(
    ["translation: 'pending'", "translation: 'done'"],
    ["arxiv_id: 'arXiv:2602.17676'", "announced: 2026-02-23"],
)
def test_a_glance_says_what_reading_says_or_nothing(lines: list[str], ours: list[str]) -> None:
    for head in (lines, [*lines, *ours], [*ours, *lines]):
        content = "\n".join(("---", *head, "---", "body", "")).encode()
        found = glance(content)
        if found is None:
            continue
        identity, says = facts(content)
        assert found[0] == (str(identity) if identity else "")
        if isinstance(says, PaperFacts):
            assert (
                str(says.announced or "") in found[1]
            )  # odd front matter says less: the hint may say too much
            assert says.translation in found[1]
