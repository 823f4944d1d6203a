"""Kills a process while it writes, again and again, and looks at what is left.

    python -m tests.bench.kill [rounds] [seed]

The child puts, replaces, sets and removes reports, and says before and after each call what it does. It is killed
with SIGKILL at a random moment. Whatever it said to be done must be there, whole; what it had only begun may be there,
whole, or not. Then the next writing simply works, and `check` agrees.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.types import Hit
from tests.bag_of_words import BagOfWords, bag_store, filed
from tests.servers import Backend

LOCAL: Backend = {}
REPORTS = 40  # different ids, so that most puts replace something
GONE = -1  # the version of a report that was removed


def text_of(id: str, version: int) -> str:
    """What version `version` of a report says: the longer the higher, three versions in turn."""
    return "\n\n".join(
        f"{id} version {version} part {part} keyword{version}x{part}" for part in range(3 + version % 3 * 9)
    )


def child(home: Path, seed: int, settings: Backend) -> None:
    """Writes until it is killed."""
    rng = random.Random(seed)  # noqa: S311
    version = seed * 1000
    store = bag_store(home, **settings)
    while True:
        with store.writing() as writing:
            print("session", flush=True)
            for _ in range(rng.randint(1, 6)):
                ids = rng.sample([f"r{n}" for n in range(REPORTS)], rng.randint(1, 8))
                version += 1
                if rng.random() < 0.2:
                    known = {source.id for source in store.sources()}
                    ids, saying = [id for id in ids if id in known][:1], GONE
                    if not ids:
                        continue
                else:
                    saying = version
                print("begin", saying, *ids, flush=True)
                if saying == GONE:
                    writing.remove(ids[0])
                else:
                    writing.put([filed(id, text_of(id, version)) for id in ids])
                    if rng.random() < 0.3:
                        writing.set(replace(store.article(ids[0]).source, title=f"Set {version}"))
                print("done", flush=True)
        print("settled", flush=True)


def killed(home: Path, seed: int, seconds: float, settings: Backend) -> list[str]:
    """What a child said until it was killed, `seconds` after its first word."""
    run = [sys.executable, "-m", "tests.bench.kill", "child", str(home), str(seed), json.dumps(dict(settings))]
    process = subprocess.Popen(run, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    rest, _ = process.communicate()
    return [line for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]


def expected(said: list[str], before: dict[str, int]) -> list[dict[str, int]]:
    """The versions of the reports that may be found: without the call that was under way, and with it."""
    states = [dict(before)]
    for line in said:
        word, *rest = line.split()
        if word == "begin":
            states.append({**states[-1], **dict.fromkeys(rest[1:], int(rest[0]))})
        elif word == "done":
            states = states[-1:]
    return states


def found(home: Path, settings: Backend) -> dict[str, int]:
    """The versions of the reports that are there. Raises AssertionError where one is not whole."""
    versions = {}
    with bag_store(home, **settings) as store:
        for source in store.sources():
            text = store.article(source.id).text
            versions[source.id] = int(text.split()[2])
            assert text == text_of(source.id, versions[source.id])
            parts = store.passages(source.id)
            assert [part.text for part in parts] == text.split("\n\n")
            vectors = store.vectors([part.id for part in parts])
            assert np.array_equal(vectors, BagOfWords().embed([part.text for part in parts]))
        _assert_answers(store.nearest(BagOfWords().embed(["r1 keyword"])[0], 5), versions)
        _assert_answers(store.matching("version part", 5), versions)
    return versions


def _assert_answers(hits: tuple[Hit, ...], versions: dict[str, int]) -> None:
    assert len(hits) == (5 if versions else 0)
    assert all(f"version {versions[hit.passage.source.id]} " in hit.passage.text for hit in hits)


def survives(
    home: Path, seed: int, before: dict[str, int], seconds: float, settings: Backend = LOCAL
) -> tuple[dict[str, int], Counter[str]]:
    """What is there after one child was killed, and what was seen. Raises AssertionError where anything was lost."""
    said = killed(home, seed, seconds, settings)
    states = [{id: version for id, version in state.items() if version != GONE} for state in expected(said, before)]
    versions = found(home, settings)
    assert versions in states, f"seed {seed}: found {versions}, expected one of {states}"
    seen = Counter({"kills": 1, "acknowledged": said.count("done\n"), "in a call": len(states) == 2})
    with bag_store(home, **settings) as store:
        seen["indexes behind, answers right"] = not store.check().agrees
        with store.writing():
            pass
        health = store.check()
    assert health.agrees, health.differs
    assert health.reports == len(versions)
    return versions, seen


def main(rounds: int, seed: int) -> None:
    """Prints what was seen in so many rounds."""
    rng = random.Random(seed)  # noqa: S311
    seen: Counter[str] = Counter()
    versions: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as home:
        for number in range(1, rounds + 1):
            versions, more = survives(Path(home), seed + number, versions, rng.uniform(0, 1.2) ** 2)
            seen += more
            if number % 20 == 0:
                print(dict(seen), flush=True)
    print(f"{rounds} kills: nothing acknowledged was lost, and the next writing simply worked.")


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        child(Path(sys.argv[2]), int(sys.argv[3]), json.loads(sys.argv[4]))
    else:
        main(int((sys.argv[1:] or ["200"])[0]), int((sys.argv[2:] or ["1"])[0]))
