"""What indexing costs beyond embedding, and what a second look at an unchanged collection costs.

usage: DATELINE_BENCH=FOLDER python -m tests.bench.indexing [REPORTS]

The reports are the documents of the conflict benchmark, one file each. The baseline is a bare loop over the embedding
model with the very passages that indexing makes.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from index import MiniLM, build, open_store
from index.chunking import chunk
from index.reading import read_file
from tests.collection import ROOT

FOLDER = Path(os.environ.get("DATELINE_BENCH", ROOT.parent / "shared" / "bench"))
TOGETHER = 64  # passages that the bare loop embeds at a time


def reports(count: int, folder: Path) -> int:
    """Writes up to `count` different documents as text files; returns how many."""
    rows = (json.loads(line) for line in (FOLDER / "conflict.jsonl").read_text(encoding="utf-8").splitlines())
    texts = dict.fromkeys(document["text"] for row in rows for document in row["documents"])
    for number, text in enumerate(list(texts)[:count]):
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
    return min(count, len(texts))


def seconds(run: Callable[[], object]) -> float:
    """How long a call takes."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def main() -> None:
    """Prints the figures."""
    if not (FOLDER / "conflict.jsonl").is_file():
        print(f"Skipped: there is no benchmark in {FOLDER}; name its folder with DATELINE_BENCH.")
        return
    with tempfile.TemporaryDirectory() as place, tempfile.TemporaryDirectory() as home:
        folder = Path(place)
        count = reports(int(sys.argv[1]) if len(sys.argv) > 1 else 600, folder)
        articles = [article for file in sorted(folder.iterdir()) for article in read_file(file).articles]
        texts = [passage.text for article in articles for passage in chunk(article)]
        model = MiniLM()
        model.embed(texts[:TOGETHER])

        def bare() -> None:
            for at in range(0, len(texts), TOGETHER):
                model.embed(texts[at : at + TOGETHER])

        with open_store(Path(home), embedder=model) as store:
            bare_first = seconds(bare)
            first = seconds(lambda: build([folder], store))
            bare_again = seconds(bare)
            again = seconds(lambda: build([folder], store))
        alone = (bare_first + bare_again) / 2
        print(f"{count} reports, {len(texts)} passages")
        print(f"embedding alone   {alone:7.1f} s   {len(texts) / alone:6.0f} passages/s")
        print(f"indexing          {first:7.1f} s   {len(texts) / first:6.0f} passages/s   {first / alone - 1:+.0%}")
        print(f"indexing again    {again:7.1f} s   {again / first:.1%} of the first time, nothing embedded")


if __name__ == "__main__":
    main()
