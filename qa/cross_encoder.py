"""A cross-encoder that reads question and passage together (Nogueira & Cho, 2019), from a folder with an ONNX file.

Such folders are what `optimum-cli export onnx` writes: `model.onnx`, beside it or in `onnx/`, and `tokenizer.json`.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import ModelFaulted, SettingsError, mapping

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

LONGEST = 512  # tokens of question and passage together: what such models are made for
AT_ONCE = 8  # pairs: short rows of like length waste the least on padding


class CrossEncoder:
    """A Reranker. Cheap to make: the files are loaded when it is first asked."""

    def __init__(self, folder: str | Path) -> None:
        """Raises SettingsError where the folder lacks a file."""
        self._folder = Path(folder).expanduser()
        models = [self._folder / "model.onnx", self._folder / "onnx" / "model.onnx"]
        self._model = next((path for path in models if path.is_file()), models[0])
        self._loading = Lock()
        for path in (self._model, self._folder / "tokenizer.json"):
            if not path.is_file():
                raise SettingsError(f"There is no cross-encoder in {self._folder}: {path.name} is missing.")

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the question, higher is better. Raises ModelFaulted."""
        with self._loading:
            session, tokenizer = self._session, self._tokenizer
        scores: dict[int, float] = {}
        with mapping(self._failed):  # neither onnxruntime nor tokenizers has an error of its own
            pairs = tokenizer.encode_batch([(question, text) for text in texts])
            by_length = sorted(range(len(pairs)), key=lambda i: len(pairs[i].ids))
            for n in range(0, len(pairs), AT_ONCE):
                rows = by_length[n : n + AT_ONCE]
                scores.update(zip(rows, _scores(session, [pairs[i] for i in rows]), strict=True))
        return [scores[i] for i in range(len(texts))]

    def _failed(self, error: BaseException) -> ModelFaulted:
        return ModelFaulted(
            f"The cross-encoder in {self._folder} failed: {error}. Name a model that scores pairs of texts."
        )

    @cached_property
    def _session(self) -> "InferenceSession":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        with mapping(self._failed):
            return onnxruntime.InferenceSession(str(self._model), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        with mapping(self._failed):
            tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.enable_truncation(LONGEST, strategy="only_second")
        tokenizer.no_padding()
        return tokenizer


def _scores(session: "InferenceSession", pairs: Sequence[Any]) -> list[float]:
    """One score for each pair: the logit, or how far that of "yes" is above that of "no"."""
    width = max(len(pair.ids) for pair in pairs)
    names = ("input_ids", "attention_mask", "token_type_ids")
    rows = {name: np.zeros((len(pairs), width), dtype=np.int64) for name in names}
    for n, pair in enumerate(pairs):
        rows["input_ids"][n, : len(pair.ids)] = pair.ids
        rows["attention_mask"][n, : len(pair.ids)] = 1
        rows["token_type_ids"][n, : len(pair.ids)] = pair.type_ids
    wanted = {given.name for given in session.get_inputs()}  # some models tell the two texts apart by themselves
    (logits, *_) = session.run(None, {name: row for name, row in rows.items() if name in wanted})
    logits = np.asarray(logits, dtype=np.float64).reshape(len(pairs), -1)
    if logits.shape[1] > 2 or not np.isfinite(logits).all():
        raise ValueError(f"it gives {logits.shape[1]} numbers for a pair")
    return [float(row[-1] - (row[0] if len(row) == 2 else 0.0)) for row in logits]
