"""Is the right report found for a follow-up, among 350 on other matters? Forty conversations, by rules alone.

usage: python -m tests.bench.followups [--show dev|held-out]

Twenty are over the shipped reports, twenty over those of ../shared/seeds, where it is there; half of each are held out.
Beside ours: the follow-up searched for as it stands, and put after the question before it.
"""

import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from index import build, open_store
from qa import Assistant, Evidence, Turn
from tests.bench.versions import differing, reports
from tests.collection import ROOT, SEEDS

FOLDERS = {"shipped": SEEDS, "shared": ROOT.parent / "shared" / "seeds"}
FIRST = 4


def right_report(asked: Mapping[str, Any], evidence: Sequence[Evidence]) -> bool:
    """Whether one of the first FIRST passages is of a report that answers."""
    names = [Path(e.passage.source.path or "").name for e in evidence[:FIRST]]
    return any(name.startswith(tuple(asked["reports"])) for name in names)


def right_passage(asked: Mapping[str, Any], evidence: Sequence[Evidence]) -> bool:
    """Whether one of them holds the answer's words too."""
    holding = [e for e in evidence[:FIRST] if re.search(asked["holds"], e.passage.text)]
    return right_report(asked, holding)


def answered(conversations: Sequence[Mapping[str, Any]], folder: Path) -> Iterator[tuple[str, Mapping[str, Any], Any]]:
    """Each way to search, the conversation and what was found: the resolved question and its evidence."""
    with tempfile.TemporaryDirectory() as home, open_store(Path(home)) as store:
        others = Path(home) / "others.jsonl"
        others.write_text("\n".join(json.dumps(report) for report in reports(differing())), encoding="utf-8")
        build([folder, others], store)
        assistant = Assistant(store)
        for asked in conversations:
            first, then = asked["first"], asked["then"]
            turn = Turn(first, assistant.ask(first))
            resolved = assistant.ask(then, history=(turn,)).resolved
            yield "ours", asked, (resolved, assistant.retrieve(then, k=FIRST, history=(turn,)))
            yield "as it stands", asked, (then, assistant.retrieve(then, k=FIRST))
            yield "put together", asked, ("", assistant.retrieve(f"{first} {then}", k=FIRST))


def main() -> None:
    """Prints for each half and each way to search how often the right report, and the right passage, is in FIRST."""
    lines = (Path(__file__).parent / "followups.jsonl").read_text(encoding="utf-8").splitlines()
    conversations = [json.loads(line) for line in lines]
    shown = sys.argv[2] if sys.argv[1:2] == ["--show"] else ""
    reports: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    passages: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    for over, folder in FOLDERS.items():
        if not folder.is_dir():
            print(f"Skipped: the conversations over {folder}, which is not there.")
            continue
        for way, asked, (resolved, evidence) in answered([c for c in conversations if c["over"] == over], folder):
            reports[asked["half"], way].append(right_report(asked, evidence))
            passages[asked["half"], way].append(right_passage(asked, evidence))
            if way == "ours" and asked["half"] == shown:
                outcome = "holds" if passages[shown, way][-1] else "fails"
                print(f"{outcome}  {asked['id']}  {asked['first']}  {asked['then']}  ->  {resolved}")
    for (half, way), held in sorted(reports.items()):
        within = passages[half, way]
        print(f"{half:<9} {way:<13} right report @{FIRST} {_share(held)}   right passage @{FIRST} {_share(within)}")


def _share(held: Sequence[bool]) -> str:
    return f"{sum(held)} of {len(held)} ({sum(held) / len(held):.2f})"


if __name__ == "__main__":
    main()
