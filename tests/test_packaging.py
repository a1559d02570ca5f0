"""The wheel works without the checkout: templates, shipped day and command are in it."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from day.trees import texts

CHECKOUT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, CHECKOUT],
        capture_output=True,
        text=True,
        env={**os.environ, "HOME": str(folder)},
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_holds_templates_labels_licence_and_the_shipped_day(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    for name in sorted((CHECKOUT / "templates").iterdir()):
        assert f"vaultgen/templates/{name.name}" in names
    assert "vaultgen/demo/translations.json" in names
    assert any(name.startswith("vaultgen/demo/rss/") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "sample-vault/"))]


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

    ran = subprocess.run(
        [python, "-P", "-m", "vaultgen", "demo", tmp_path / "vault"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={
            "VAULTGEN_STATE_DIR": str(tmp_path / "state"),
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
        },
        check=False,
    )
    where = subprocess.run(
        [python, "-P", "-c", "import vaultgen; print(vaultgen.__file__)"],
        capture_output=True, text=True, cwd=tmp_path, check=True,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr
    assert where.stdout.startswith(str(site))
    assert texts(tmp_path / "vault") == texts(CHECKOUT / "sample-vault")
