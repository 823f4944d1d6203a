"""What many tests share: servers, a browser, and the embedding model, loaded once."""

from collections.abc import Iterator
from typing import Any

import pytest

from index import MiniLM
from qa.relevance import Words, words_by

pytest_plugins = ("tests.collection", "tests.model_server", "tests.servers")


@pytest.fixture(scope="session")
def words() -> Words:
    """Words compared by the embedded model."""
    return words_by(MiniLM())


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium without a window; of tests that have playwright, which drives it."""
    from tests.page_driver import browsing

    with browsing() as browser:
        yield browser
