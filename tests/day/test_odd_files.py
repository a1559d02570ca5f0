"""Whatever lies in a vault in the place of a file that is read: the day is brought, and the file is named."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from day.conftest import PAPERS, Vaultgen, configure
from day.trees import texts
from fakes.arxiv_server import ArxivServer

SECRET = "-----BEGIN OPENSSH PRIVATE KEY-----"


def link_out(file: Path) -> None:
    secret = file.anchor and Path(os.environ["SECRET"])
    file.symlink_to(secret)


def zeros(file: Path) -> None:
    file.symlink_to("/dev/zero")


def pipe(file: Path) -> None:
    os.mkfifo(file)


def huge(file: Path) -> None:
    with file.open("wb") as made:
        made.truncate(4_000_000_000)


def long_line(file: Path) -> None:
    file.write_bytes(b"---\narxiv_id: 'arXiv:2602.00001'\n---\n" + b"x" * 60_000_000)


ODD: tuple[Callable[[Path], None], ...] = (link_out, zeros, pipe, huge, long_line)


@pytest.fixture(autouse=True)
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "id_rsa"
    file.write_text(f"{SECRET}\n")
    monkeypatch.setenv("SECRET", str(file))
    return file


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "name",
    ["app.json", "templates.json", "daily-notes.json", "community-plugins.json"],
)
def test_settings_of_obsidian_of_any_kind_are_defaults_and_said(
    name: str, odd: Callable[[Path], None], vault: Path, vaultgen: Vaultgen, arxiv: ArxivServer
) -> None:
    odd(vault / ".obsidian" / name)
    said = vaultgen("today", "--no-translate", "--vault", vault)
    assert said.status == 0
    assert len(list((vault / "arXiv/Papers").glob("*.md"))) == 2
    if name != "community-plugins.json":
        assert f".obsidian/{name}" in said.err


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", ["days.md.j2", "paper.md.j2"])
def test_a_template_is_a_regular_file_of_the_vault_or_nothing_is_written(
    name: str, odd: Callable[[Path], None], vault: Path, vaultgen: Vaultgen, arxiv: ArxivServer
) -> None:
    (vault / ".vaultgen/templates").mkdir(parents=True)
    odd(vault / ".vaultgen/templates" / name)
    before = sorted(path.name for path in vault.iterdir())
    for command in (("today", "--no-translate"), ("templates", "check"), ("today", "--dry-run", "--diff")):
        said = vaultgen(*command, "--vault", vault)
        assert said.status == 1
        assert f".vaultgen/templates/{name}" in said.err
        assert SECRET not in said.out + said.err
    assert sorted(path.name for path in vault.iterdir()) == before


@pytest.mark.parametrize("part", [".vaultgen", ".vaultgen/templates"])
def test_a_folder_of_templates_behind_a_link_is_not_looked_into(
    part: str, vault: Path, vaultgen: Vaultgen, arxiv: ArxivServer, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    (outside / "templates").mkdir(parents=True)
    for place in (outside, outside / "templates"):
        (place / "days.md.j2").write_text(SECRET)
    (vault / part).parent.mkdir(exist_ok=True)
    (vault / part).symlink_to(outside)
    said = vaultgen("today", "--no-translate", "--vault", vault)
    assert said.status == 1
    assert "is a symbolic link or not a folder" in said.err
    assert not any(SECRET.encode() in content for content in texts(vault).values())


@pytest.mark.parametrize("odd", ODD)
def test_a_glossary_in_the_vault_is_a_regular_file(
    odd: Callable[[Path], None], vault: Path, vaultgen: Vaultgen, arxiv: ArxivServer
) -> None:
    configure(vault, '[translation]\nglossary = "terms.csv"\n')
    odd(vault / "terms.csv")
    said = vaultgen("today", "--vault", vault)
    assert said.status == 1
    assert "translation.glossary" in said.err
    assert SECRET not in said.err


@pytest.mark.parametrize("odd", ODD)
def test_a_configuration_in_the_vault_is_a_regular_file(
    odd: Callable[[Path], None], vault: Path, vaultgen: Vaultgen, arxiv: ArxivServer, tmp_path: Path
) -> None:
    (vault / "vaultgen.toml").rename(tmp_path / "mine.toml")
    odd(vault / "vaultgen.toml")
    said = vaultgen("today", "--no-translate", "--vault", vault)
    assert said.status == 1
    assert "vaultgen.toml" in said.err
    assert SECRET not in said.err


def test_a_configuration_that_the_person_named_may_be_a_link(
    vault: Path, vaultgen: Vaultgen, arxiv: ArxivServer, tmp_path: Path
) -> None:
    (vault / "vaultgen.toml").rename(tmp_path / "mine.toml")
    (vault / "vaultgen.toml").symlink_to(tmp_path / "mine.toml")
    said = vaultgen("today", "--no-translate", "--vault", vault)
    assert said.status == 1
    assert f"--config {tmp_path / 'mine.toml'}" in said.err
    named = ("--config", vault / "vaultgen.toml")
    assert vaultgen("today", "--no-translate", "--vault", vault, *named).status == 0


@pytest.mark.parametrize("odd", ODD)
def test_a_note_of_any_kind_is_left_alone_and_everything_else_goes_on(
    odd: Callable[[Path], None], vault: Path, vaultgen: Vaultgen, arxiv: ArxivServer
) -> None:
    odd(vault / "odd.md")
    (vault / "arXiv/Papers").mkdir(parents=True)
    odd(vault / "arXiv/Papers/odd.md")
    said = vaultgen("today", "--no-translate", "--vault", vault)
    assert said.status == 0
    assert len(list((vault / "arXiv/Papers").glob("2602.*.md"))) == 2
    for command in ("today", "refresh", "status", "review", "runs", "undo"):
        assert (
            vaultgen(command, "--no-translate", "--vault", vault).status == 0
            if command
            in {
                "today",
                "refresh",
            }
            else vaultgen(command, "--vault", vault).status == 0
        )


@pytest.mark.parametrize("odd", ODD)
def test_a_day_whose_notes_have_no_folder_stays_open_until_they_have_one(
    odd: Callable[[Path], None], vault: Path, vaultgen: Vaultgen, arxiv: ArxivServer
) -> None:
    (vault / "arXiv").mkdir()
    odd(vault / "arXiv/Papers")
    for _ in range(2):
        said = vaultgen("today", "--no-translate", "--vault", vault)
        assert said.status == 1
        assert "arXiv/Papers" in said.err
        assert not list(vault.rglob("arXiv 2026-*.md")), "a listing would say that its notes were deleted"
    (vault / "arXiv/Papers").unlink()
    assert vaultgen("today", "--no-translate", "--vault", vault).status == 0
    assert len(list((vault / "arXiv/Papers").glob("2602.*.md"))) == 2
    assert len(list(vault.rglob("arXiv 2026-*.md"))) == 1


@pytest.mark.parametrize("name", ["Papers", "Daily", ".trash"])
def test_a_file_in_the_place_of_a_folder_is_a_finding_with_what_to_do(
    name: str, vault: Path, vaultgen: Vaultgen, arxiv: ArxivServer
) -> None:
    place = vault / name if name == ".trash" else vault / "arXiv" / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"mine")
    said = vaultgen("doctor", "--offline", "--vault", vault)
    assert said.status == 1
    assert f"{place.relative_to(vault)} is a link or no folder: nothing is written through it" in said.out
    assert ("[vault] folder" in said.out) == (name != ".trash")


@pytest.mark.parametrize("name", ["arXiv 2026-02-23.md", "Papers.base"])
def test_a_folder_that_bears_the_name_of_a_note_of_ours_is_left_alone(
    name: str, vault: Path, vaultgen: Vaultgen, arxiv: ArxivServer
) -> None:
    place = vault / "arXiv" / ("Daily" if name.endswith(".md") else "") / name
    place.mkdir(parents=True)
    for _ in range(2):
        said = vaultgen("today", "--no-translate", "--vault", vault)
        assert said.status == 0
        assert "by somebody else" not in said.err
    assert len(list((vault / "arXiv/Papers").glob("2602.*.md"))) == 2
    assert not list(place.iterdir())


@pytest.mark.parametrize("odd", [zeros, pipe, huge, long_line])
def test_a_note_of_ours_that_became_something_else_is_not_written_anew(
    odd: Callable[[Path], None], vault: Path, vaultgen: Vaultgen, arxiv: ArxivServer
) -> None:
    vaultgen("today", "--no-translate", "--vault", vault)
    (paper,) = (vault / "arXiv/Papers").glob("2602.17680*.md")
    paper.unlink()
    odd(paper)
    arxiv.announce(arxiv.day, (*PAPERS[:-1], PAPERS[0]))
    said = vaultgen("refresh", "--no-translate", "--vault", vault)
    assert said.status == 0
    assert len(list((vault / "arXiv/Papers").glob("2602.17680*.md"))) == 1
