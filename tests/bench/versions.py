"""Is each version of a disputed figure or status among the first ten, and the first four, where most repeat one?

usage: python -m tests.bench.versions

The small collections of `differences.jsonl` in one store, each that differs beside a dozen reports that tell its first
version again in other words. Beside ours: the same with no place kept for versions, BM25 alone and dense alone.
"""

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from index import Passage, build, open_store
from qa import Assistant, versions

TEN, FOUR = 10, 4
OTHERS = (
    ("Reporters heard the same at a briefing on Monday.", "Nobody there took questions."),
    ("Our correspondent was told so by two people who had seen the papers.", "They asked not to be named."),
    ("A spokeswoman repeated it on the radio this morning.", "She gave no further details."),
    ("It is what a note to staff says, which this paper has read.", "The note bears no date."),
    ("The regional office put out the same account in the evening.", "It had declined to speak before."),
    ("Two members of the committee bore this out.", "A third would not comment."),
    ("Witnesses whom we met yesterday say the same.", "Some had come from far away."),
    ("A written reply to our questions holds to it.", "It runs to a single page."),
    ("The minister's deputy spoke of it in the lobby.", "He left by a side door."),
    ("It stands so in the bulletin that went out at noon.", "The next one is due tomorrow."),
    ("An official who knows the file told us the same.", "More is to be said on Friday."),
    ("Local broadcasters carried it through the day.", "Their sources were not given."),
)


def differing() -> list[dict[str, Any]]:
    """The small collections, half of which differ."""
    lines = (Path(__file__).parent / "differences.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def reports(rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """All reports of all collections, and those that repeat the first version of each that differs."""
    for n, row in enumerate(rows):
        for m, one in enumerate(row["reports"]):
            yield {"id": f"{n}-{m}", "title": f"Report {n}-{m}", **{k: v for k, v in one.items() if k != "copy_of"}}
        if row["disagreement"]:
            first = row["reports"][0]["text"]
            for m, (before, after) in enumerate(OTHERS):
                yield {
                    "id": f"{n}-again-{m}",
                    "title": f"Again {n}-{m}",
                    "outlet": f"Paper {m}",
                    "text": f"{before} {first} {after}",
                }


def share(rows: Sequence[Mapping[str, Any]], find: Callable[[str, int], Sequence[Passage]], k: int) -> str:
    """How many of all versions stand in one of the first k passages that is of the collection."""
    told = wanted = whole = 0
    for n, row in enumerate(rows):
        if row["disagreement"]:
            texts = [p.text.lower() for p in find(row["question"], k) if p.source.id.startswith(f"{n}-")]
            held = [any(value in text for text in texts) for value in row["disagreement"]["values"]]
            told, wanted, whole = told + sum(held), wanted + len(held), whole + all(held)
    return f"@{k}: versions {told} of {wanted} ({told / wanted:.3f}), questions with all of theirs {whole}"


def main() -> None:
    """Prints a line for each ranking."""
    rows = differing()
    with tempfile.TemporaryDirectory() as home:
        file = Path(home) / "reports.jsonl"
        file.write_text("\n".join(json.dumps(report) for report in reports(rows)), encoding="utf-8")
        with open_store(Path(home) / "home") as store:
            build([file], store)
            assistant = Assistant(store)

            def dense(question: str, k: int) -> list[Passage]:
                return [hit.passage for hit in store.nearest(store.embedder.embed([question])[0], k)]

            def lexical(question: str, k: int) -> list[Passage]:
                return [hit.passage for hit in store.matching(question, k)]

            def ours(question: str, k: int) -> list[Passage]:
                return [e.passage for e in assistant.retrieve(question, k=k)]

            for name, find in (("BM25", lexical), ("dense", dense), ("ours", ours)):
                print(f"{name:<22}", share(rows, find, TEN), " ", share(rows, find, FOUR), flush=True)
            kept, versions.MOST = versions.MOST, 0
            print(f"{'no place for versions':<22}", share(rows, ours, TEN), " ", share(rows, ours, FOUR))
            versions.MOST = kept


if __name__ == "__main__":
    main()
