"""Names are read as BibTeX reads them: family name, suffix, given names, and collaborations as a whole."""

import pytest
from bibliography.recorded import recorded_papers

from vaultgen.bibliography.names import bibtex_name, family_name


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Xingcheng Xu", "Xu, Xingcheng"),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("Juan de la Cruz", "de la Cruz, Juan"),
        ("Frank C. van den Bosch", "van den Bosch, Frank C."),
        ("Lorenzo De Rebotti", "De Rebotti, Lorenzo"),
        ("Guy Van den Broeck", "Van den Broeck, Guy"),
        ("Nguyen Van Anh", "Anh, Nguyen Van"),
        ("Minh Le Nguyen", "Nguyen, Minh Le"),
        ("Martin Luther King Jr.", "King, Jr., Martin Luther"),
        ("Henry Ford II", "Ford, II, Henry"),
        ("The ATLAS Collaboration", "{The ATLAS Collaboration}"),
        ("Qwen Team", "{Qwen Team}"),
        ("OpenAI", "{OpenAI}"),
        ("R&D Group", r"{R\&D Group}"),
        ("Erwin Schrödinger", "Schrödinger, Erwin"),
        ("Some and Other", "{Some and Other}"),
        ("et al.", "others"),
    ],
)
def test_a_name_is_written_as_bibtex_reads_it(name: str, written: str) -> None:
    assert bibtex_name(name) == written


@pytest.mark.parametrize(
    ("name", "family"),
    [("Manon van der Knaap", "van der Knaap"), ("The ATLAS Collaboration", "ATLAS"), ("OpenAI", "OpenAI")],
)
def test_the_family_name_bears_its_particles(name: str, family: str) -> None:
    assert family_name(name) == family


def test_pybtex_finds_the_same_family_name_in_every_recorded_author() -> None:
    database = pytest.importorskip("pybtex.database")
    names = {name for paper in recorded_papers(2000) for name in paper.authors}
    for name in sorted(names):
        written = bibtex_name(name)
        if written.startswith("{") or written == "others":
            continue
        person = database.Person(written)
        told = " ".join((*person.prelast_names, *person.last_names))
        assert told == written.partition(",")[0], name
