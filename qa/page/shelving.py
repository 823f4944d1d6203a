"""What happens at a visitor's request in the collection's room, as markup that the page then shows."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import DatelineError
from index.pace import Progress
from qa.page import collection
from qa.page.shelf import Shelf, speakable

if TYPE_CHECKING:
    from qa.assistant import Assistant

_LOOKED_AT = 0.3  # seconds between two looks at how far an indexing has come
_log = logging.getLogger("dateline.page")


class ShelfDesk:
    """Shows the collection, and changes it where that is allowed."""

    def __init__(self, assistant: "Assistant", may_change: bool) -> None:
        self._assistant = assistant
        self._may_change = may_change
        self._shelf = Shelf(assistant.store)

    def listed(self, sought: str = "") -> str:
        """What the collection holds, of it what fits the words that are sought."""
        store = self._assistant.store
        return self._safely(
            lambda: collection.holdings(store.sources(), store.failures(), sought[:200], self._may_change)
        )

    async def added(self, files: Sequence[Path]) -> AsyncGenerator[str]:
        """How the reading of dropped files goes, and last what became of them. It goes on when nobody looks."""
        seen: list[Progress | None] = [None]

        def note(progress: Progress) -> None:
            seen[0] = progress

        work = asyncio.ensure_future(asyncio.to_thread(self._add, files, note))
        while not work.done():
            yield collection.reading(seen[0])
            await asyncio.wait([work], timeout=_LOOKED_AT)
        yield work.result()

    def removed(self, id: str) -> str:
        """Removes a report."""
        return self._changed(lambda: self._shelf.remove(id), "Removed everywhere.")

    def forgotten(self, handle: str) -> str:
        """Forgets that a file could not be read."""
        return self._changed(lambda: self._shelf.forget(handle), "Forgotten.")

    def checked(self) -> str:
        """Whether the record and its indexes agree."""
        return self._safely(lambda: collection.health(self._shelf.check(), repaired=False))

    def repaired(self) -> str:
        """Makes anew what does not agree."""
        if not self._may_change:
            return collection.said("This collection is read-only.")
        return self._safely(lambda: collection.health(self._shelf.repair(), repaired=True))

    def _add(self, files: Sequence[Path], note: Callable[[Progress], None]) -> str:
        try:
            if not self._may_change:
                return collection.said("This collection is read-only.")
            return self._safely(lambda: collection.added(self._shelf.add(files, note)))
        finally:
            for file in files:
                file.unlink(missing_ok=True)

    def _changed(self, change: Callable[[], None], done: str) -> str:
        def told() -> str:
            change()
            return collection.said(done)

        return self._safely(told) if self._may_change else collection.said("This collection is read-only.")

    def _safely(self, told: Callable[[], str]) -> str:
        try:
            return told()
        except DatelineError as error:
            return collection.said(speakable(error, self._assistant.store.home))
        except Exception as error:  # noqa: BLE001 - every error is shown as a sentence
            _log.error("The collection could not be shown or changed: %s", type(error).__name__)
            return collection.said("Something went wrong on our side. Please try again.")
