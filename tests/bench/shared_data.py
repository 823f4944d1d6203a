"""The shared data that benchmarks measure with; a benchmark that cannot find its own ends, saying so."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from tests.collection import ROOT

FOLDER = Path(os.environ.get("DATELINE_BENCH", ROOT.parent / "shared" / "bench"))


def rows_of(name: str) -> list[dict[str, Any]]:
    """The rows of one of its files; the process ends where there is none."""
    if not (FOLDER / name).is_file():
        print(f"Skipped: there is no {name} in {FOLDER}; name its folder with DATELINE_BENCH.")
        sys.exit()
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if line.strip()]
