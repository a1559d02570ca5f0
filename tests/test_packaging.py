"""Wheel and sdist work without the checkout: templates, shipped day and command are in them."""

import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path
from urllib.parse import unquote

import pytest
from day.trees import texts
from markdown_it import MarkdownIt

from vaultgen import __version__

CHECKOUT = Path(__file__).parents[1]


def built(target: str, source: Path, folder: Path, **hosted: str) -> Path:
    """The wheel or sdist of a source folder; nothing is fetched, and nothing written into the source."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    ran = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", folder],
        cwd=source, capture_output=True, text=True, env={**environ, "HOME": str(folder), **hosted}, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    (found,) = folder.glob("vaultgen-*")
    return found


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("wheel", CHECKOUT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What somebody has who downloads the sdist."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(built("sdist", CHECKOUT, folder)) as sdist:
        if hasattr(tarfile, "data_filter"):  # since Python 3.11.4
            sdist.extraction_filter = tarfile.data_filter
        sdist.extractall(folder / "unpacked")
    return folder / "unpacked" / f"vaultgen-{__version__}"


def test_the_wheel_holds_templates_labels_licence_and_the_shipped_day(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    for name in sorted((CHECKOUT / "templates").iterdir()):
        assert f"vaultgen/templates/{name.name}" in names
    assert "vaultgen/demo/translations.json" in names
    assert "vaultgen/config/vaultgen.schema.json" in names
    assert any(name.startswith("vaultgen/demo/rss/") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "sample-vault/"))]


def test_the_sdist_makes_the_same_wheel(wheel: Path, unpacked: Path, tmp_path: Path) -> None:
    again = built("wheel", unpacked, tmp_path)

    assert contents(again) == contents(wheel)


def test_the_sdist_holds_what_somebody_needs_who_carries_on(unpacked: Path) -> None:
    for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "pyproject.toml"):
        assert (unpacked / name).read_bytes() == (CHECKOUT / name).read_bytes()
    for name in ("vaultgen", "templates", "tests", "docs", "sample-vault", "bench", "fuzz"):
        assert texts_of(unpacked / name) == texts_of(CHECKOUT / name)


def test_the_description_is_the_readme_and_renders(wheel: Path) -> None:
    metadata = metadata_of(wheel)

    assert metadata["Version"] == __version__
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Description-Content-Type"] == "text/markdown"
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    assert str(metadata.get_payload()).strip() == readme.strip()
    assert MarkdownIt("commonmark").enable("table").render(readme).count("<h2>") == readme.count("\n## ")
    classifiers = metadata.get_all("Classifier") or []
    assert metadata["Requires-Python"] == ">=3.11"
    assert {f"Programming Language :: Python :: 3.{minor}" for minor in (11, 12, 13)} <= set(classifiers)


def test_on_a_package_index_every_link_of_the_readme_leads_to_the_repository(tmp_path: Path) -> None:
    hosted = {"GITHUB_REPOSITORY": "ada/vaultgen", "GITHUB_REF_NAME": "v1.2.3"}
    metadata = metadata_of(built("wheel", CHECKOUT, tmp_path, **hosted))

    place = "https://github.com/ada/vaultgen"
    links = re.findall(r"\]\(<?([^)>]*)", str(metadata.get_payload()))
    assert [link for link in links if not link.startswith("https://")] == []
    assert f"{place}/blob/v1.2.3/docs/README.md" in links
    assert f"{place}/raw/v1.2.3/docs/pictures/listing.png" in links
    assert f"Issues, {place}/issues" in (metadata.get_all("Project-URL") or [])
    ours = [link.removeprefix(place) for link in links if link.startswith(place)]
    for link in ours:
        _, _, _, *path = unquote(link.partition("#")[0]).split("/")
        assert CHECKOUT.joinpath(*path).exists(), link


def test_the_installed_wheel_writes_the_sample_vault_without_the_checkout(
    wheel: Path, tmp_path: Path
) -> None:
    place = tmp_path / "clean"
    venv.EnvBuilder(with_pip=False, symlinks=True).create(place)
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    (site,) = (place / "lib").glob("python3*/site-packages")
    zipfile.ZipFile(wheel).extractall(site)
    # The dependencies are those of this environment, the package is not: its editable finder is no path entry.
    here = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "dependencies.pth").write_text(here + "\n", encoding="utf-8")

    environ = {
        "VAULTGEN_STATE_DIR": str(tmp_path / "state"),
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
    }
    ran = subprocess.run(
        [python, "-P", "-m", "vaultgen", "demo", tmp_path / "vault"],
        capture_output=True, text=True, cwd=tmp_path, env=environ, check=False,
    )  # fmt: skip
    where = subprocess.run(
        [python, "-P", "-c", "import vaultgen; print(vaultgen.__file__)"],
        capture_output=True, text=True, cwd=tmp_path, env=environ, check=True,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr
    assert where.stdout.startswith(str(site))
    assert texts(tmp_path / "vault") == texts(CHECKOUT / "sample-vault")


def metadata_of(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as opened:
        (name,) = [each for each in opened.namelist() if each.endswith("dist-info/METADATA")]
        return Parser().parsestr(opened.read(name).decode("utf-8"))


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def texts_of(folder: Path) -> dict[str, bytes]:
    """What is in a folder of the project, without what runs leave behind."""
    leavings = ("__pycache__", ".hypothesis")
    return {name: text for name, text in texts(folder).items() if not any(part in name for part in leavings)}
