"""A collection of the shipped sample reports, made once for all tests that only read it."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from index import Store, build, open_store

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
SETTINGS = ("DATELINE_", "OPENAI_", "CHROMA_")


@pytest.fixture(scope="session")
def seeded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DATELINE_HOME that holds the five sample reports."""
    home = tmp_path_factory.mktemp("seeded")
    with open_store(home) as store:
        assert len(build([SEEDS], store).added) == 5
    return home


@pytest.fixture
def seeded(seeded_home: Path) -> Iterator[Store]:
    """The store of the five sample reports."""
    with open_store(seeded_home) as store:
        yield store


def dateline(*args: str, home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Runs the command line as a process of its own, with no setting but those given."""
    return subprocess.run(
        [sys.executable, "-m", "qa.cli", *args],
        env={**unset(os.environ), "DATELINE_HOME": str(home), **settings},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def unset(environ: Mapping[str, str]) -> dict[str, str]:
    """An environment without Dateline's settings."""
    return {name: value for name, value in environ.items() if not name.startswith(SETTINGS)}
