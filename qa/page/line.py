"""Questions wait in a line for one of a few places, so that the machine serves many visitors one after the other."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from contextlib import closing
from typing import TypeVar, cast

from index.errors import QuestionError
from qa.types import Event, Stage

T = TypeVar("T")
_HEARTBEAT = 2.0  # seconds between two looks at whether the asker is still there, and which in the line
_MINUTE = 60.0


class Ticket:
    """Something to be done, from when it joins the line until it is over."""

    def __init__(self, work: Callable[[], None]) -> None:
        self.work = work


class Line:
    """First come, first served, in threads of their own that do not keep the program alive."""

    def __init__(self, places: int, longest: int) -> None:
        self._free = places
        self._longest = longest
        self._waiting: deque[Ticket] = deque()
        self._lock = threading.Lock()

    def join(self, work: Callable[[], None]) -> Ticket:
        """Has `work` done when its turn comes. Raises QuestionError where too many wait already."""
        ticket = Ticket(work)
        with self._lock:
            if len(self._waiting) >= self._longest:
                raise QuestionError(
                    f"Busy: {len(self._waiting)} questions are waiting already. Please ask again in a minute."
                )
            self._waiting.append(ticket)
        self._advance()
        return ticket

    def number(self, ticket: Ticket) -> int:
        """Which in the line it is, from 1; 0 where its turn has come."""
        with self._lock:
            return self._waiting.index(ticket) + 1 if ticket in self._waiting else 0

    def leave(self, ticket: Ticket) -> None:
        """Gives up a place in the line; what is being done already goes on."""
        with self._lock:
            if ticket in self._waiting:
                self._waiting.remove(ticket)

    @property
    def is_free(self) -> bool:
        """Whether nothing waits and a place is left."""
        with self._lock:
            return not self._waiting and self._free > 0

    def _advance(self) -> None:
        with self._lock:
            while self._waiting and self._free:
                self._free -= 1
                threading.Thread(target=self._serve, args=(self._waiting.popleft(),), daemon=True).start()

    def _serve(self, ticket: Ticket) -> None:
        try:
            ticket.work()
        finally:
            with self._lock:
                self._free += 1
            self._advance()


class Pace:
    """How often each visitor may ask."""

    def __init__(self, most: int) -> None:
        self._most = most  # a minute
        self._asked: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def step(self, visitor: str) -> None:
        """Counts a question. Raises QuestionError where a visitor asks too often."""
        now = time.monotonic()
        with self._lock:
            for name in [name for name, times in self._asked.items() if now - times[-1] > _MINUTE]:
                del self._asked[name]
            times = self._asked.setdefault(visitor, deque(maxlen=self._most))
            if len(times) == self._most and now - times[0] < _MINUTE:
                raise QuestionError(f"Only {self._most} questions a minute can be asked. Please wait a little.")
            times.append(now)


async def done_in(line: Line, work: Callable[[], T]) -> T:
    """What `work` gives, or raises, once its turn has come. Raises QuestionError where the line is full."""
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def settle(value: T | None, error: Exception | None) -> None:
        if outcome.done():
            return
        if error:
            outcome.set_exception(error)
        else:
            outcome.set_result(cast(T, value))

    def run() -> None:
        try:
            value, error = work(), None
        except Exception as raised:  # noqa: BLE001 - it is raised again where it is awaited
            value, error = None, raised
        loop.call_soon_threadsafe(settle, value, error)

    ticket = line.join(run)
    try:
        return await outcome
    finally:
        line.leave(ticket)


async def events(line: Line, stream: Callable[[], Iterator[Event]]) -> AsyncGenerator[Event | Exception | None]:
    """What a stream yields, as it does, once its turn has come; before that, which in the line it is.

    None where nothing has happened for a while; an exception as the last item. Closing this closes the stream at its
    next event: that of a model that is slow to speak holds nobody up. Raises QuestionError where the line is full.
    """
    arrived: asyncio.Queue[Event | Exception | bool] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    closed = threading.Event()

    def tell(event: Event | Exception | bool) -> None:
        if not closed.is_set():
            loop.call_soon_threadsafe(arrived.put_nowait, event)

    def work() -> None:
        try:
            with closing(cast("Generator[Event]", stream())) as coming:
                while not closed.is_set() and (event := next(coming, None)) is not None:
                    tell(event)
        except Exception as error:  # noqa: BLE001 - every error is shown as a sentence
            tell(error)
        tell(False)

    ticket = line.join(work)
    try:
        told = 0
        while True:
            if (number := line.number(ticket)) and number != told:
                told = number
                yield Stage(f"Busy: you are number {number} in the line")
            try:
                async with asyncio.timeout(_HEARTBEAT):  # wait_for may lose a cancellation before Python 3.12
                    event = await arrived.get()
            except TimeoutError:
                yield None
                continue
            if isinstance(event, bool):
                return
            yield event
    finally:
        closed.set()
        line.leave(ticket)
