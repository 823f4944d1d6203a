"""A collection on servers beside one on this machine: what each thing costs, and when others see a new report.

    python -m tests.bench.servers [PASSAGES]

PostgreSQL and Chroma are started for it, on free ports of this machine. First two processes, each with a home of its
own, ask one question over and over while a third runs `dateline index` on the report that answers it. Then the same
calls of the store, on the same passages with ready-made vectors, are timed locally and on the servers.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import monotonic, perf_counter, sleep, time

import numpy as np

from index import MiniLM, Store, open_store
from index.store import Filed
from qa import Assistant
from tests.bag_of_words import filed, settings_of
from tests.collection import ROOT, unset
from tests.servers import Backend, Chroma, Postgres, programs_of_postgresql, settings_on

PATIENCE = 120.0  # seconds after which a process that never saw the report gives up
ROUNDS = 30  # of each call
QUESTION = "How many passengers were on board the ferry Saltmarsh?"
NEWS = """Ferry runs aground off Larnby

Published 3 May 2026

The ferry Saltmarsh ran aground off Larnby on Saturday with 212 passengers on board. The coastguard said that all of
them were ashore by noon and nobody was hurt.
"""


def ask() -> None:
    """Asks until the answer has the report's figure; prints when it began to and when it did."""
    assistant = Assistant.from_env()
    assistant.ask(QUESTION)
    print(time(), flush=True)
    deadline = monotonic() + PATIENCE
    while "212" not in assistant.ask(QUESTION).text:
        if monotonic() > deadline:
            sys.exit("The new report was never seen.")
        sleep(0.1)
    print(time(), flush=True)


def seen(folder: Path, settings: Backend) -> tuple[float, list[float]]:
    """When `dateline index` of one new report ended, and when each of two others saw it; seconds from its start."""
    news = folder / "news"
    news.mkdir()
    (news / "ferry.txt").write_text(NEWS, encoding="utf-8")
    askers = [_started(["tests.bench.servers", "ask"], folder / name, settings) for name in ("one", "two")]
    for asker in askers:
        assert asker.stdout is not None
        assert asker.stdout.readline(), "An asking process ended before it could ask."
    began = time()
    indexing = _started(["qa.cli", "index", str(news)], folder / "three", settings)
    assert indexing.wait() == 0
    ended = time() - began
    return ended, [float(asker.communicate(timeout=2 * PATIENCE)[0]) - began for asker in askers]


def _started(module: Sequence[str], home: Path, settings: Backend) -> subprocess.Popen[str]:
    environ = {**unset(os.environ), "DATELINE_HOME": str(home), **settings}
    run = [sys.executable, "-m", *module]
    return subprocess.Popen(run, stdout=subprocess.PIPE, text=True, env=environ, cwd=ROOT)


def reports(count: int, dimension: int) -> list[Filed]:
    """Reports of ten passages with random vectors."""
    made = []
    for n in range(count):
        text = "\n\n".join(f"Item {n}.{p}: mayor{n % 97} met union{p} about bridge{n}" for p in range(10))
        vectors = np.random.default_rng(n).standard_normal((10, dimension)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        made.append(replace(filed(f"report-{n}", text), vectors=vectors))
    return made


def timed(store: Store, some: Sequence[Filed]) -> Mapping[str, float]:
    """What each call takes, in milliseconds."""
    new = filed("new", "One more.\n\nAnd more.")
    new = replace(new, vectors=some[0].vectors[:2])
    vectors = iter([one.vectors[3] for one in some[: 2 * ROUNDS]])

    def put(*what: Filed) -> None:
        with store.writing() as writing:
            writing.put(what)

    def remove() -> None:
        with store.writing() as writing:
            writing.remove("new")

    figures = {f"put {len(some)} reports of ten passages": _once(lambda: put(*some))}
    store.nearest(next(vectors), 10), store.matching("bridge7 mayor3", 10)  # opens what is opened once
    figures["nearest, 10 of all"] = _often(lambda: store.nearest(next(vectors), 10))
    figures["matching, 10 of all"] = _often(lambda: store.matching("bridge7 mayor3", 10))
    figures["article"] = _often(lambda: store.article("report-7"))
    figures["change"] = _often(store.change)
    figures["put one more"] = _once(lambda: put(new))
    figures["sources after it"] = _once(store.sources)
    figures["remove it"] = _once(remove)
    figures["check"] = _once(store.check)
    return figures


def _once(call: Callable[[], object]) -> float:
    began = perf_counter()
    call()
    return 1000 * (perf_counter() - began)


def _often(call: Callable[[], object]) -> float:
    return median(_once(call) for _ in range(ROUNDS))


def main() -> None:
    """Prints the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    programs = programs_of_postgresql()
    if programs is None:
        print("Skipped: PostgreSQL is not installed (Debian's package postgresql).")
        return
    model = MiniLM()
    some = reports(count // 10, model.dimension)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        postgres, chroma = Postgres(programs), Chroma(folder / "chroma")
        try:
            settings = {
                "local": settings_on(None, None),
                "postgresql": settings_on(postgres, None),
                "chroma": settings_on(None, chroma),
                "both": settings_on(postgres, chroma),
            }
            table = {}
            for name in settings:
                with open_store(settings=settings_of(folder / name, **settings[name]), embedder=model) as store:
                    table[name] = timed(store, some)
            ended, others = seen(folder, settings["both"])
        finally:
            chroma.kill()
            postgres.close()
    print(f"{'ms, of ' + str(count) + ' passages':40}" + "".join(f"{name:>12}" for name in table))
    for call in table["local"]:
        print(f"{call:40}" + "".join(f"{figures[call]:12.1f}" for figures in table.values()))
    print(f"`dateline index` of one more report took {ended:.1f} s; seen by two other processes")
    print(
        ", ".join(f"{when:.1f} s" for when in others) + f" after its start, {max(others) - ended:+.1f} s after its end"
    )


if __name__ == "__main__":
    if sys.argv[1:] == ["ask"]:
        ask()
    else:
        main()
