"""A week of announcements, generated or recorded, and the morning runs that bring it into a vault."""

import json
import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from day.program import typed
from fakes.arxiv_server import ArxivServer, FakePaper
from fakes.deepl_server import FakeDeepL
from lxml import etree

Week = tuple[tuple[date, tuple[FakePaper, ...]], ...]

MONDAY = date(2026, 2, 23)
RECORDINGS = Path(__file__).parents[2] / ".." / "shared" / "recordings"
CONFIGURATION = """\
categories = [{categories}]
language = "zh-Hans"
timezone = "Asia/Shanghai"

[[interests]]
name = "models & methods"
query = "model OR method OR learning"

[[interests]]
name = "the rest: #1 [all]"
query = "{rest}"
"""


def days_of(papers: Sequence[FakePaper], days: int = 5) -> Week:
    """The papers dealt out to the days of a week, in turn."""
    return tuple((MONDAY + timedelta(days=number), tuple(papers[number::days])) for number in range(days))


def write(
    root: Path,
    home: Path,
    week: Week,
    *,
    order: Iterable[int] | None = None,
    more: str = "",
    is_done: bool = False,
) -> None:
    """Each morning of the week through the command, as a person's computer would run it.

    Args:
        root: The vault; made where it is not there.
        home: Where the state lives.
        week: What is announced.
        order: The days in the order in which they are written; otherwise as they come.
        more: Configuration besides the usual one.
        is_done: Whether the days were written before.
    """
    root.mkdir(parents=True, exist_ok=True)
    categories = sorted({code for _, papers in week for paper in papers for code in paper.categories})
    (root / "vaultgen.toml").write_text(
        CONFIGURATION.format(
            categories=", ".join(f'"{code}"' for code in categories),
            rest=" OR ".join(f"cat:{code}" for code in categories),
        )
        + more,
        encoding="utf-8",
    )
    with ArxivServer() as arxiv, FakeDeepL() as deepl, pytest.MonkeyPatch.context() as patch:
        deepl.limit = 100_000_000
        environ = {"VAULTGEN_STATE_DIR": str(home / "state"), **arxiv.environ, **deepl.environ}
        for name, value in environ.items():
            patch.setenv(name, value)
        for number in range(len(week)) if order is None else order:
            day, papers = week[number]
            arxiv.announce(day, papers)
            patch.setenv("VAULTGEN_NOW", f"{day.isoformat()}T15:00:00+08:00")
            said = typed("today", "--vault", root, "--json")
            assert said.status == 0, said
            days = said.report["days"]
            expected = "already-done" if is_done else "done"
            assert {each["status"] for each in days if each["day"] == day.isoformat()} == {expected}, days
        assert not arxiv.failures


def recorded() -> list[FakePaper]:
    """Every paper of the recorded days and of the recorded answers of the API, each once.

    Skips, with the reason, where the recordings are not beside the checkout.
    """
    if not (RECORDINGS / "days").is_dir():
        pytest.skip("no recordings beside this checkout (../shared/recordings/days)")
    found: dict[str, FakePaper] = {}
    for path in sorted((RECORDINGS / "days").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            found[entry["id"]] = FakePaper(
                identifier=entry["id"],
                title=entry["title"],
                abstract=entry["summary"],
                authors=tuple(entry["authors"]),
                categories=tuple(entry["categories"]),
                comment=entry["comment"] or "",
            )
    for path in sorted((RECORDINGS / "api").glob("*.xml")):
        for paper in _recorded_by_the_api(path):
            found.setdefault(paper.identifier, paper)
    return [found[identifier] for identifier in sorted(found)]


_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"


def _recorded_by_the_api(path: Path) -> Iterable[FakePaper]:
    for entry in etree.fromstring(path.read_bytes()).iter(f"{_ATOM}entry"):
        address = entry.findtext(f"{_ATOM}id", "")
        if "/abs/" not in address:
            continue  # the entry that reports an error
        identifier, _, version = address.partition("/abs/")[2].rpartition("v")
        yield FakePaper(
            identifier=identifier,
            title=entry.findtext(f"{_ATOM}title", ""),
            abstract=entry.findtext(f"{_ATOM}summary", "").strip(),
            authors=tuple(author.findtext(f"{_ATOM}name", "") for author in entry.iter(f"{_ATOM}author")),
            categories=tuple(category.get("term", "") for category in entry.iter(f"{_ATOM}category")),
            kinds={category.get("term", ""): "new" for category in entry.iter(f"{_ATOM}category")},
            comment=entry.findtext(f"{_ARXIV}comment", ""),
            journal_ref=entry.findtext(f"{_ARXIV}journal_ref", ""),
            doi=entry.findtext(f"{_ARXIV}doi", ""),
            version=int(version),
        )


NAMES = (
    "Yang Liu",
    "José Álvarez",
    "Jose Alvarez",
    "Jürgen Läufer",
    "Jurgen Laufer",
    "李伟",
    "山田太郎",
    "김민준",
    "محمد علي",
    "דוד כהן",
    "Иван Петров",
    "Νίκος Παπαδόπουλος",
    "नरेन्द्र शर्मा",
    "สมชาย ใจดี",
    "Sean O'Brien",
    "J. R. Smith Jr.",
    "The ATLAS Collaboration",
    "Con",
    "A. B.",
    "Zoë Núñez-García",
    "YANG LIU",
    "Łukasz Żółć",
    "Nguyễn Thị Hồng",
    "Æthelred Ångström",
    "de la Cruz, Maria",
    "Ben/Jerry",
    "X: Æ A-12",
    "Ada [Byron] Lovelace",
    "Emoji 🚀 Person",
    "e\u0301mile Borel",
)
SUBJECTS = ("cs.LG", "cs.AI", "cs.RO", "math.NA", "hep-th", "stat.ML", "eess.SY", "q-bio.NC")
FORMULAS = (
    r"$O(n \log n)$",
    r"$\mathcal{L}_{\theta}(x) = \|x - \hat{x}\|_2^2$",
    r"$p(y \mid x) < 10^{-3}$",
    r"\(\alpha\)-divergence",
    r"$$\sum_{i=1}^{N} \frac{x_i}{\sqrt{2\pi}}$$",
    r"$\{a, b\} \subseteq [[n]]$",
    r"$x \% 2 = 0$, 5\%",
    r"costs \$10 and $20",
    r"$\textbf{x}^\top \mathbf{A}$",
    r"\begin{equation} a \leq b \end{equation}",
    r"$\text{GPT-4}$ and $\ell_2$",
    r"$\undefinedmacro{x}$",
    r"$a & b$",
    r"$\left( \frac{1}{2}$",
    r"$x_1_2$",
    r"$\cite{knuth}$",
)
TITLES = (
    "Untitled: A Study",
    'A/B Testing? Yes: "Really" <now> | 100%',
    "CON",
    "#SAT is [[hard]]",
    "Learning 🚀 to مرحبا בעולם 世界",
    "$\\alpha$-Divergences & $\\ell_2$ Norms in $O(n^2)$",
    "On the On the On the " * 60,
    "…",
    "e\u0301tude",
    "étude",
    "{{date}} <% tp.file %> %%x%% ==y== ^z",
    "Ein Titel mit “Anführung” -- und --- Strichen",
)


def generated(count: int = 60, seed: int = 6) -> list[FakePaper]:
    """Papers that need no recordings: names of all scripts, spellings that fold together, titles of all kinds."""
    throw = random.Random(seed)
    papers = []
    for number in range(count):
        title = TITLES[number % len(TITLES)]
        formulas = throw.sample(FORMULAS, 3)
        papers.append(
            FakePaper(
                identifier=f"2602.{20000 + number}" if number % 10 else f"hep-th/99011{number:02}",
                title=title,
                abstract=f"We show a method. With {formulas[0]} we get {formulas[1]} where\n{formulas[2]} holds.",
                authors=tuple(throw.sample(NAMES, throw.randint(1, 5))),
                categories=tuple(throw.sample(SUBJECTS, throw.randint(1, 3))),
                comment="12 pages, $x$ figures; #tag [[link]]" if number % 3 == 0 else "",
                version=1,
            )
        )
    collaboration = tuple(f"Member {number:04}" for number in range(4_000))
    papers.append(
        FakePaper(
            identifier="2602.29999", title="A Collaboration", authors=collaboration, categories=("hep-th",)
        )
    )
    return papers
