"""Several pages on one collection."""

from pathlib import Path

from index import build, open_store
from tests.bag_of_words import settings_of
from tests.bench.servers import seen
from tests.collection import SEEDS
from tests.servers import Backend


def test_two_processes_ask_while_a_third_indexes(both: Backend, tmp_path: Path) -> None:
    """Each of two processes that ask, with homes of their own, answers from a report that a third has just indexed."""
    with open_store(settings=settings_of(tmp_path / "first", **both)) as store:
        build([SEEDS], store)
    _, others = seen(tmp_path, both)
    assert len(others) == 2
