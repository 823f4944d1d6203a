"""The vector index: Chroma answers from what is whole, and nothing is written to what it answers from."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import numpy as np
import pytest

from index.arrays import Vectors
from index.errors import IndexBroken, StoreUnwritable
from index.filing import Kept, key_of
from index.local import LocalVectors
from index.vectors import address, mapped
from tests.bag_of_words import filed


def random_reports(count: int, *, start: int = 0, passages: int = 5) -> list[Kept]:
    """Reports with random vectors of 32 numbers."""
    made = []
    for n in range(start, start + count):
        one = filed(f"r{n}", "\n\n".join(f"Part {p} of {n}" for p in range(passages)), outlet="Harbour Post")
        vectors = np.random.default_rng(n).standard_normal((passages, 32)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        made.append(Kept(key_of(f"r{n}"), one.article.source, one.passages, vectors))
    return made


def best(reports: list[Kept], vector: Vectors, k: int) -> list[str]:
    """The ids of the k nearest passages, by plain arithmetic."""
    scored = [(-float(v @ vector), p.id) for one in reports for p, v in zip(one.passages, one.vectors, strict=True)]
    return [id for _, id in sorted(scored)[:k]]


def made(chroma: LocalVectors, reports: list[Kept], change: int) -> None:
    """Makes the index anew from reports."""
    chroma.rebuild(reports, change, sum(len(one.passages) for one in reports))


def search(chroma: LocalVectors, vector: Vectors, n: int, change: int) -> list[tuple[str, float]] | None:
    """The passages found, by the ids that their reports give them, and their cosines."""
    names = {key_of(f"r{n}"): f"r{n}" for n in range(400)}
    found = chroma.search(vector, n, change)
    return None if found is None else [(f"{names[key]}:{ordinal}", cosine) for key, ordinal, cosine in found]


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[LocalVectors]:
    made = LocalVectors(tmp_path)
    yield made
    made.close()


def test_chroma_finds_what_arithmetic_finds(chroma: LocalVectors) -> None:
    """The nearest passages are those of exact search, with their cosines."""
    reports = random_reports(60)
    made(chroma, reports, 7)
    for n in range(5):
        vector = reports[n].vectors[n]
        found = search(chroma, vector, 5, 7)
        assert found is not None
        assert [id for id, _ in found] == best(reports, vector, 5)
        assert found[0][1] == pytest.approx(1.0, abs=1e-5)
    assert search(chroma, reports[0].vectors[0], 5, 8) is None


def test_replacing_leaves_nothing_behind(chroma: LocalVectors) -> None:
    """A report that is replaced or removed has its new passages only, or none."""
    made(chroma, random_reports(3), 3)
    shorter = random_reports(1, passages=2)
    chroma.update([key_of("r0"), key_of("r1")], shorter, 5)
    first = address(key_of("r0"), 0)
    ids, vectors = chroma.contents([first, address(key_of("r0"), 4)])
    assert ids == {*(address(key_of("r0"), i) for i in range(2)), *(address(key_of("r2"), i) for i in range(5))}
    assert list(vectors) == [first]
    assert np.allclose(vectors[first], shorter[0].vectors[0], atol=1e-5)
    state = chroma.state()
    assert state is not None
    assert (state.change, state.clean, state.written) == (5, 5, 17)


def test_an_empty_index_finds_nothing(chroma: LocalVectors) -> None:
    """An index of no passages answers, and can be added to."""
    made(chroma, [], 1)
    assert search(chroma, np.ones(32, dtype=np.float32), 3, 1) == []
    reports = random_reports(2)
    chroma.update([one.key for one in reports], reports, 2)
    assert len(search(chroma, reports[0].vectors[0], 3, 2) or []) == 3


READER = """
import sys
from pathlib import Path
import numpy as np
from index.local import LocalVectors
chroma = LocalVectors(Path(sys.argv[1]))
for n in range(20):
    assert chroma.search(np.random.default_rng(n).standard_normal(32).astype(np.float32), 10, int(sys.argv[2]))
chroma.close()
"""


def test_reading_does_not_write_the_graph(chroma: LocalVectors, tmp_path: Path) -> None:
    """Another process that opens and searches an index leaves every file of its graph as it was.

    It was made of many passages and brought up to date with fewer.
    """
    made(chroma, random_reports(300), 1)
    chroma.update([one.key for one in random_reports(98)], random_reports(98, start=300), 2)
    chroma.close()

    def graph() -> dict[str, str]:
        files = [file for file in tmp_path.rglob("*") if file.is_file() and file.suffix != ".sqlite3"]
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}

    before = graph()
    assert "data_level0.bin" in before
    for _ in range(2):
        subprocess.run([sys.executable, "-c", READER, str(tmp_path), "2"], check=True)
    assert graph() == before


def test_a_reader_keeps_its_answer_while_the_index_changes(chroma: LocalVectors, tmp_path: Path) -> None:
    """A reader that has an edition open answers from it, though its files are gone, until the next one is open."""
    reports = random_reports(10)
    made(chroma, reports[:5], 1)
    reader = LocalVectors(tmp_path)
    assert search(reader, reports[0].vectors[0], 1, 1)
    chroma.update([one.key for one in reports[5:]], reports[5:], 2)
    while (change := reader.held(2)) == 1:
        assert search(reader, reports[0].vectors[0], 1, change)
        sleep(0.01)
    found = search(reader, reports[7].vectors[0], 1, 2)
    assert found is not None
    assert found[0][0] == "r7:0"
    reader.close()
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1


def test_an_interrupted_writer_changes_nothing(chroma: LocalVectors, tmp_path: Path) -> None:
    """What is written before an error is not published, and is cleared away by the next writer."""

    def broken_off() -> Iterator[Kept]:
        yield from random_reports(3, start=10)
        raise KeyboardInterrupt

    reports = random_reports(5)
    made(chroma, reports, 1)
    with pytest.raises(KeyboardInterrupt):
        chroma.update([], broken_off(), 2)
    assert [id for id, _ in search(chroma, reports[0].vectors[0], 3, 1) or []] == best(
        reports, reports[0].vectors[0], 3
    )
    chroma.update([], [], 2)
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1


def test_a_lost_pointer_is_noticed(chroma: LocalVectors, tmp_path: Path) -> None:
    """An index whose pointer cannot be read is broken; without one there is none."""
    made(chroma, random_reports(1), 1)
    (tmp_path / "current.json").write_text("{")
    with pytest.raises(IndexBroken):
        chroma.state()
    (tmp_path / "current.json").unlink()
    assert chroma.state() is None


@pytest.mark.parametrize("count", [10, 300])
def test_no_memory_of_the_process_is_published(chroma: LocalVectors, tmp_path: Path, count: int) -> None:
    """Chroma's files hold vectors and zeroes, not what else this process had in memory when they were written."""
    passwords = [bytearray(b"open sesame " * 50) for _ in range(5000)]
    del passwords
    made(chroma, random_reports(count), 1)
    assert not any(b"open sesame" in file.read_bytes() for file in tmp_path.rglob("*.bin"))
    found = search(chroma, random_reports(1)[0].vectors[0], 1, 1)
    assert found
    assert found[0][0] == "r0:0"


def test_a_full_disk_is_said() -> None:
    """Errors of Chroma's and the system's become errors of ours."""
    with pytest.raises(StoreUnwritable), mapped():
        raise OSError(28, "No space left on device", "file")
    with pytest.raises(IndexBroken), mapped():
        raise RuntimeError("anything else")
