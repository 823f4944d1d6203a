"""How long a person waits: for help, for an answer on an index that is there, for the page. Whole processes.

usage: python -m tests.bench.startup [RUNS]
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.collection import ROOT, SEEDS, dateline, unset

QUESTION = "How many North Korean troops were sent to Russia?"


def seconds(run: Callable[[], object], runs: int) -> str:
    """The median of several runs, with the fastest and the slowest."""
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        run()
        taken.append(time.perf_counter() - began)
    return f"{statistics.median(taken):6.2f} s  ({min(taken):.2f} to {max(taken):.2f})"


def until_usable(home: Path) -> None:
    """Starts the page and waits until it answers with its own markup."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    page = subprocess.Popen(
        [sys.executable, "-m", "qa.cli", "chat", "--port", str(port)],
        env={**unset(os.environ), "DATELINE_HOME": str(home)},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    if b"Dateline" in answer.read():
                        return
            except OSError:
                time.sleep(0.05)
    finally:
        page.terminate()
        page.wait()


def slowest_imports(module: str) -> str:
    """What takes longest to import, in milliseconds with all that it imports."""
    run = subprocess.run([sys.executable, "-X", "importtime", "-c", f"import {module}"], capture_output=True, text=True)
    rows = [line.split("|") for line in run.stderr.splitlines() if "|" in line and "cumulative" not in line]
    tops = sorted(((int(r[1]), r[2].strip()) for r in rows if "." not in r[2].strip()), reverse=True)[:6]
    return ", ".join(f"{name} {taken / 1000:.0f}" for taken, name in tops)


def main() -> None:
    """Prints each figure beside that of a Python that does nothing."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        dateline("index", str(SEEDS), home=home)
        print(f"python that does nothing  {seconds(lambda: subprocess.run([sys.executable, '-c', '']), runs)}")
        print(f"dateline --help           {seconds(lambda: dateline('--help', home=home), runs)}   wanted < 0.3")
        print(f"dateline ask, quotes      {seconds(lambda: dateline('ask', QUESTION, home=home), runs)}   wanted < 3")
        answer = json.loads(dateline("ask", "--json", QUESTION, home=home).stdout)
        print(f"  of that, in the answer: {answer['timings']}")
        print(f"  of that, importing (ms): {slowest_imports('chromadb')}; {slowest_imports('index.store')}")
        print(f"dateline chat, to a page  {seconds(lambda: until_usable(home), min(runs, 3))}   wanted < 12")


if __name__ == "__main__":
    main()
