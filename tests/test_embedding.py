"""What the embedded model promises."""

from pathlib import Path

import numpy as np
import pytest

from index.embedding import MiniLM, _checked
from index.errors import EmbeddingError


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM()


def test_vectors_have_unit_length_and_keep_their_order(model: MiniLM) -> None:
    """A text's vector does not depend on its neighbours: batching changes neither order nor meaning."""
    texts = [f"The council met {n} times " + "to talk " * (n % 40) for n in range(50)]
    together = model.embed(texts)
    assert together.shape == (50, 384)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.vstack([model.embed([text]) for text in texts[::7]])
    assert (np.sum(together[::7] * alone, axis=1) > 0.99).all()


def test_near_meanings_are_near(model: MiniLM) -> None:
    """A paraphrase is nearer than another matter."""
    said, again, other = model.embed(["The troops were withdrawn.", "The soldiers were pulled back.", "Rain fell."])
    assert said @ again > said @ other + 0.3


def test_nothing_gives_nothing_and_odd_texts_give_vectors(model: MiniLM) -> None:
    """No texts give no rows; empty, endless and special texts give finite ones."""
    assert model.embed([]).shape == (0, 384)
    odd = model.embed(["", " " * 100_000, "<|endoftext|>", "[SEP] [PAD]", "a" * 100_000, "\ud7ff ﷽ 🙂"])
    assert np.isfinite(odd).all()


def test_an_altered_model_file_is_refused(tmp_path: Path) -> None:
    """A model file that is not the published one is not run."""
    file = tmp_path / "model.onnx"
    file.write_bytes(b"something else")
    with pytest.raises(EmbeddingError, match="not the published one"):
        _checked(file, "0" * 64)
    with pytest.raises(EmbeddingError, match="cannot be read"):
        _checked(tmp_path / "missing", "0" * 64)
