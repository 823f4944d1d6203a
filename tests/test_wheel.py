"""The wheel, built and installed into an environment that has nothing of the checkout."""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, cwd: Path) -> str:
    return subprocess.run([str(c) for c in command], cwd=cwd, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with the wheel, which borrows the libraries of this one but not the checkout."""
    place = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", place, cwd=ROOT)
    (wheel,) = place.glob("*.whl")
    venv.create(place / "venv", with_pip=False)
    programs = place / "venv" / "bin"
    pip = f"{sys.executable} -m pip --disable-pip-version-check --quiet --python {programs}/python".split()
    run(*pip, "install", "--no-deps", "--no-index", wheel, cwd=place)
    (packages,) = (place / "venv").glob("lib/python*/site-packages")
    # A path that is named in a .pth file is searched, but its own .pth files, of which one names the checkout, are not.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return programs


def test_the_wheel_gives_the_command_the_api_and_the_sample_reports(installed: Path, tmp_path: Path) -> None:
    """An installed Dateline runs, answers from its own sample reports, and is typed; none of it is the checkout's."""
    assert "Usage: dateline" in run(installed / "dateline", "--help", cwd=tmp_path)
    said = run(installed / "python", "-c", PROGRAM, cwd=tmp_path).split()
    assert said[:3] == ["5", "answered", "True"]
    assert not any(str(ROOT) in place for place in said[3:])


PROGRAM = """
import pathlib, index, qa, ui
from qa.cli import shipped_seeds
store = index.open_store("home")
print(len(index.build([shipped_seeds()], store).added))
print(qa.Assistant(store).ask("Were the North Korean troops withdrawn from the Kursk front?").status)
print(all((pathlib.Path(room.__file__).parent / "py.typed").exists() for room in (index, qa)))
print(index.__file__, qa.__file__, ui.__file__)
"""
