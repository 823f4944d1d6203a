"""Do the answers hold what a careful reader would ask of them? In quotes mode, over a folder of reports.

usage: python -m tests.bench.answers [QUESTIONS.jsonl FOLDER]

Without arguments: the sixty questions beside this file, over the shipped reports, and further ones over these and over
five small collections on other matters, in `newsrooms/`. A question holds when its status, the
texts that its quotes must and must not contain, and the reports that they must and must not come from are as asked. The
baseline quotes the best sentence of each of the five passages that BM25 ranks highest, and never declines.
"""

import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from index import Store, build, open_store
from qa import Answer, Assistant, Citation
from qa.sentences import sentences_of
from qa.types import Evidence
from tests.bench.shared_data import FOLDER
from tests.collection import SEEDS

HERE = Path(__file__).parent
SHARED_SEEDS = FOLDER.parent / "seeds"


def holds(asked: Mapping[str, Any], status: str, quotes: Sequence[Citation], differs: bool) -> bool:
    """Whether an answer is as a question asks."""
    wanted = {
        "answered": {"answered", "partial"},
        "not_in_sources": {"not_in_sources"},
        "not_in_sources_or_partial": {"not_in_sources", "partial"},
    }[asked["status"]]
    if status not in wanted:
        return False
    if status == "not_in_sources":
        return True
    text = " ".join(c.quote for c in quotes)
    names = [f"{c.source.path} {c.source.id}" for c in quotes]
    origins = {c.source.origin for c in quotes}

    def found(pattern: str) -> bool:
        return re.search(pattern, text, re.IGNORECASE) is not None

    def cited(part: str) -> bool:
        return any(part in name for name in names)

    return (
        all(map(found, asked.get("all", [])))
        and (not asked.get("any") or any(map(found, asked["any"])))
        and not any(map(found, asked.get("none", [])))
        and (not asked.get("cite_any") or any(map(cited, asked["cite_any"])))
        and all(map(cited, asked.get("cite_all", [])))
        and not any(map(cited, asked.get("cite_none", [])))
        and asked.get("min_independent", 0) <= len(origins)
        and (asked.get("max_independent") is None or len(origins) <= asked["max_independent"])
        and asked.get("disagreement", differs) == differs
    )


def exact(store: Store, answer: Answer) -> bool:
    """Whether every quote is its report's text between its offsets."""
    cited = [c for claim in answer.claims for c in claim.citations]
    return all(store.article(c.source.id).text[c.start : c.end] == c.quote for c in cited)


def bm25_quotes(store: Store, question: str) -> list[Citation]:
    """The baseline: of each of the five best passages by BM25 the sentence that shares most words with the question."""
    words = set(re.findall(r"\w+", question.lower()))
    quotes = []
    for number, hit in enumerate(store.matching(question, 5), start=1):
        sentences = sentences_of([Evidence(number, hit.passage, hit.score)])
        shared = [len(words & set(re.findall(r"\w+", s.text.lower()))) for s in sentences]
        if sentences:
            quotes.append(sentences[shared.index(max(shared))].cited())
    return quotes


Scores = defaultdict[str, list[bool]]


def ask_all(questions: Sequence[Mapping[str, Any]], folder: Path, ours: Scores, theirs: Scores) -> int:
    """Asks questions of a folder's reports and enters which hold, by row; how many answers have an inexact quote."""
    inexact = 0
    with tempfile.TemporaryDirectory() as home, open_store(Path(home)) as store:
        build([folder], store)
        assistant = Assistant(store)
        for asked in questions:
            as_of = date.fromisoformat(asked["as_of"]) if asked.get("as_of") else None
            answer = assistant.ask(asked["question"], as_of=as_of)
            quotes = [c for claim in answer.claims for c in claim.citations]
            inexact += not exact(store, answer)
            part = asked.get("half") or asked.get("reports") or "all"
            row = f"{part}, {'answerable' if asked['status'] == 'answered' else 'not answerable'}"
            ours[row].append(holds(asked, answer.status, quotes, bool(answer.disagreements)))
            theirs[row].append(holds(asked, "answered", bm25_quotes(store, asked["question"]), False))
    return inexact


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    """Prints how many questions hold, ours beside the baseline's, by half and by whether they can be answered."""
    ours: Scores = defaultdict(list)
    theirs: Scores = defaultdict(list)
    if len(sys.argv) > 2:
        inexact = ask_all(_rows(Path(sys.argv[1])), Path(sys.argv[2]), ours, theirs)
    else:
        inexact = ask_all(_rows(HERE / "questions.jsonl"), SEEDS, ours, theirs)
        further = _rows(HERE / "newsrooms" / "questions.jsonl")
        for name in dict.fromkeys(row["reports"] for row in further):
            folder = {"seeds": SEEDS, "shared": SHARED_SEEDS}.get(name, HERE / "newsrooms" / name)
            if not folder.is_dir():
                print(f"Skipped: the questions over {name}, since there is no {folder}")
                continue
            inexact += ask_all([row for row in further if row["reports"] == name], folder, ours, theirs)
    for row in ours:
        print(f"{row:<28} ours {_share(ours[row])}   BM25's best sentences {_share(theirs[row])}")
    print(f"answers with a quote that is not exact: {inexact} of {sum(map(len, ours.values()))}")


def _share(held: Sequence[bool]) -> str:
    return f"{sum(held):>3} of {len(held):<3} ({sum(held) / len(held):.2f})"


if __name__ == "__main__":
    main()
