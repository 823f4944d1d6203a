"""Many visitors at once: do all get right answers, how long do they wait, and does the page's memory stay where it is?

Each visitor opens the page's own event stream, asks, reads the answer to its end, and asks again, as a browser does.

usage: python -m tests.bench.visitors [SECONDS [VISITORS ...]]     by default 300 seconds of 1, 10 and 50 visitors
"""

import asyncio
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.collection import ROOT, SEEDS, dateline, unset

# Questions about the shipped reports, and words that a right answer holds.
QUESTIONS = (
    ("How many North Korean troops were sent to Russia?", "12,000"),
    ("Which villages saw clashes in December?", "Plekhovo"),
    ("Were the North Korean troops withdrawn from the Kursk front?", "withdrawn"),
    ("Who won the football match?", "do not say"),
)

TURNS = 10  # questions of one conversation


@dataclass(slots=True)
class Tally:
    """What visitors met with."""

    first: list[float] = field(default_factory=list)  # seconds to the first words of an answer
    whole: list[float] = field(default_factory=list)  # seconds to its end
    told_to_wait: int = 0  # questions of which it was said which in the line they are
    wrong: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def asking(config: dict[str, object]) -> tuple[int, int]:
    """The numbers of the event that asks, and of the button that it is asked by."""
    components = {c["props"].get("elem_id"): c["id"] for c in config["components"]}  # type: ignore[attr-defined]
    box = components["dl-box"]
    for event in config["dependencies"]:  # type: ignore[attr-defined]
        if [box, "submit"] in [list(target) for target in event["targets"]]:
            return int(event["id"]), int(components["dl-ask"])
    raise SystemExit("The page has no event that asks: has it changed its parts?")


async def ask(client: httpx.AsyncClient, event: tuple[int, int], visitor: str, question: str, tally: Tally) -> str:
    """One question by one visitor: the markup of its answer, as far as it came."""
    began, shown, waited, spoke = time.perf_counter(), "", False, False
    body = {"data": [question, None, ""], "fn_index": event[0], "trigger_id": event[1], "session_hash": visitor}
    joined = await client.post("/gradio_api/queue/join", json=body)
    joined.raise_for_status()

    async with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": visitor}) as stream:
        async for line in stream.aiter_lines():
            if not line.startswith("data:"):
                continue
            message = json.loads(line.removeprefix("data:"))
            if message["msg"] in ("process_generating", "process_completed"):
                found = re.search(r"number \d+ in the line", line)
                waited |= found is not None
                if not spoke and re.search(r"unchecked|<blockquote>|declined", line):
                    spoke = True
                    tally.first.append(time.perf_counter() - began)
                data = message.get("output", {}).get("data", [])
                shown += json.dumps(data[2:3], ensure_ascii=False) if len(data) > 2 else ""
            if message["msg"] == "process_completed":
                if not message.get("success", True):
                    tally.errors.append(str(message)[:200])
                break
    tally.whole.append(time.perf_counter() - began)
    tally.told_to_wait += waited
    return shown


async def visit(address: str, event: tuple[int, int], number: int, until: float, tally: Tally) -> None:
    """One visitor, who asks until the time is over, TURNS questions in a conversation."""
    async with httpx.AsyncClient(base_url=address, timeout=120, trust_env=False) as client:
        turn = 0
        while time.perf_counter() < until:
            question, wanted = QUESTIONS[(number + turn) % len(QUESTIONS)]
            turn += 1
            try:
                shown = await ask(client, event, f"v{number}c{turn // TURNS}", question, tally)
            except httpx.HTTPError as error:
                tally.errors.append(f"{type(error).__name__}: {error}")
                await asyncio.sleep(1)
                continue
            if wanted not in shown:
                tally.wrong.append(f"{question}: {shown[-200:]}")


def resident(pid: int) -> float:
    """The memory that a process holds, in megabytes; 0 where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"VmRSS:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else 0.0


def worked(pid: int) -> float:
    """The processor time that a process has taken, in seconds; 0 where the system does not tell."""
    stat = Path(f"/proc/{pid}/stat")
    fields = stat.read_text().rpartition(")")[2].split() if stat.exists() else []
    return sum(int(ticks) for ticks in fields[11:13]) / os.sysconf("SC_CLK_TCK")


def quantile(values: list[float], part: float) -> float:
    """The value below which a part of all lies."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))] if values else float("nan")


async def measure(address: str, visitors: int, seconds: float, pid: int) -> bool:
    """Lets visitors ask for some time and prints a row; whether all went well."""
    config = httpx.get(f"{address}/config", trust_env=False).json()
    tally, until = Tally(), time.perf_counter() + seconds
    memory, before = [resident(pid)], worked(pid)

    async def watch() -> None:
        while time.perf_counter() < until:
            await asyncio.sleep(max(1.0, seconds / 10))
            memory.append(resident(pid))

    asking_event = asking(config)
    await asyncio.gather(watch(), *(visit(address, asking_event, n, until, tally) for n in range(visitors)))
    median = statistics.median(tally.whole) if tally.whole else float("nan")
    each = (worked(pid) - before) / max(1, len(tally.whole))
    first = statistics.median(tally.first) if tally.first else float("nan")
    print(
        f"| {visitors} | {len(tally.whole)} | {first:.2f} | {median:.2f} | {quantile(tally.whole, 0.95):.2f} "
        f"| {max(tally.whole, default=float('nan')):.2f} | {each:.2f} | {tally.told_to_wait} | {len(tally.wrong)} "
        f"| {len(tally.errors)} | {memory[0]:.0f} → {memory[len(memory) // 2]:.0f} → {memory[-1]:.0f} |",
        flush=True,
    )
    for line in (*tally.wrong[:3], *tally.errors[:3]):
        print(f"  {line}")
    return not tally.wrong and not tally.errors


def main() -> None:
    """Prints one row for each number of visitors."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 300.0
    numbers = [int(n) for n in sys.argv[2:]] or [1, 10, 50]
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        dateline("index", str(SEEDS), home=Path(folder))
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        page = subprocess.Popen(
            [sys.executable, "-m", "qa.cli", "chat", "--port", str(port)],
            env={**unset(os.environ), "DATELINE_HOME": folder},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert page.stdout
            while "is open" not in page.stdout.readline():
                if page.poll() is not None:
                    raise SystemExit("The page did not start.")
            heads = "visitors answers first-words-s median-s 95%-s longest-s CPU-s told-to-wait wrong errors MB".split()
            print(f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}", flush=True)
            well = [asyncio.run(measure(f"http://127.0.0.1:{port}", n, seconds, page.pid)) for n in numbers]
        finally:
            page.terminate()
            page.wait()
    sys.exit(not all(well))


if __name__ == "__main__":
    main()
