"""What the word index on disk does not hold yet, or not any more, indexed in memory."""

from index.record import Record
from index.words import WordIndex, WordReader


class SpareWords:
    """A word index in memory, of what changed since the one on disk was written, or of everything."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._since = 0
        self._change = 0
        self._words = WordIndex(None)

    def follows(self, since: int) -> bool:
        """Whether it holds what changed since some change, or can soon."""
        return self._since == since and self._change > 0

    def follow(self, since: int, change: int) -> WordReader:
        """What changed after one change, as of another."""
        if self._since != since or not self._change:
            keys = self._record.changed(since) if since else self._record.keys()
            self._words = WordIndex(None)
            self._words.rebuild(self._record.kept(keys), change)
        elif self._change != change:
            keys = self._record.changed(self._change)
            self._words.update(keys, self._record.kept(keys), change)
            self._words.rest()
        self._since, self._change = since, change
        reader = self._words.reader()
        assert reader is not None  # noqa: S101
        return reader
