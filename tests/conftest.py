"""What many tests share: servers, and the embedding model, loaded once."""

import pytest

from index import MiniLM
from qa.relevance import Words, words_by

pytest_plugins = ("tests.collection", "tests.model_server", "tests.servers")


@pytest.fixture(scope="session")
def words() -> Words:
    """Words compared by the embedded model."""
    return words_by(MiniLM())
