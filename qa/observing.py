"""What becomes of each question, for whoever watches: a log, a tracing system. Never its words."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, get_args

from qa.types import Answer, Verdict

Kind = Literal["ask", "retrieve", "history"]


class Clock:
    """How long each stage took."""

    def __init__(self) -> None:
        self._began = self._lap = time.perf_counter()
        self._taken: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """Ends a stage: what has passed since the last one ended is its time."""
        now = time.perf_counter()
        self._taken[stage] = (now - self._lap) * 1000
        self._lap = now

    def timings(self) -> dict[str, float]:
        """Stage → milliseconds, in order, and last "total"."""
        return {**self._taken, "total": (time.perf_counter() - self._began) * 1000}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a question ended."""

    kind: Kind
    question: str
    began: int  # nanoseconds since 1970
    timings: Mapping[str, float]  # stage → milliseconds, in order, and last "total"
    passages: tuple[str, ...] = ()  # ids of the evidence
    answer: Answer | None = None  # of "ask"
    error: str = ""  # the kind of what was raised, "stopped" where the asker gave it up; never a message


Watcher = Callable[[Outcome], None]


class Watch:
    """A question while it is worked on. What ends it first is told, once."""

    def __init__(self, kind: Kind, question: str, watchers: Sequence[Watcher]) -> None:
        self.clock = Clock()
        self._began = time.time_ns()
        self._kind: Kind = kind
        self._question = question
        self._watchers = watchers
        self._is_over = False

    def end(self, passages: Sequence[str] = (), answer: Answer | None = None, error: str = "") -> None:
        """Tells the watchers."""
        if self._is_over:
            return
        self._is_over = True
        timings = answer.timings if answer else self.clock.timings()
        outcome = Outcome(self._kind, self._question, self._began, timings, tuple(passages), answer, error)
        for tell in self._watchers:
            tell(outcome)


@contextmanager
def watched(kind: Kind, question: str, watchers: Sequence[Watcher]) -> Iterator[Watch]:
    """Watches over a question: if nothing else ends it, what is raised does, or that its asker gave it up."""
    watch = Watch(kind, question, watchers)
    try:
        yield watch
    except GeneratorExit:
        watch.end(error="stopped")
        raise
    except BaseException as error:
        watch.end(error=type(error).__name__)
        raise


def facts(outcome: Outcome) -> dict[str, Any]:
    """What can be told of a question without its words: counts, ids, and how it ended."""
    answer = outcome.answer
    told: dict[str, Any] = {"evidence": list(outcome.passages)}
    if outcome.error:
        told["error"] = outcome.error
    if answer:
        verdicts = Counter(claim.verdict for claim in answer.claims)
        told |= {"status": answer.status, "mode": answer.mode, "model": answer.model}
        told |= {f"claims_{verdict}": verdicts[verdict] for verdict in get_args(Verdict)}
        told |= {"disagreements": len(answer.disagreements), "gaps": len(answer.gaps), "notes": len(answer.notes)}
        if usage := answer.usage:
            told |= {"prompt_tokens": usage.prompt_tokens, "completion_tokens": usage.completion_tokens}
            told["cost_usd"] = usage.cost
            told |= {"tokens_estimated": True} if usage.estimated else {}
    return told


def traced(outcome: Outcome) -> None:
    """Hands a question to OpenTelemetry where the program that we run in has loaded it."""
    if "opentelemetry.trace" in sys.modules:  # nobody can have set it up without that
        from qa.tracing import record

        record(outcome)
