"""The store, when its indexes are behind or damaged, others read or write, and writers are killed."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.errors import StoreLocked
from index.filing import key_of
from index.store import Filed, Store, open_store
from tests.bag_of_words import BagOfWords, Unused, bag_store, by_arithmetic, filed, ids, many, nearest, put, settings_of
from tests.bench.kill import survives
from tests.servers import Backend, settings_of_backend


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(params=["local", "both"])
def backend(request: pytest.FixtureRequest) -> Backend:
    return settings_of_backend(request, request.param)


@pytest.fixture
def store(home: Path, backend: Backend) -> Iterator[Store]:
    with bag_store(home, **backend) as made:
        yield made


def _stopped(store: Store, reports: list[Filed]) -> None:
    """Puts reports, removes one, and is interrupted."""
    with store.writing() as writing:
        writing.put(reports)
        writing.remove("report-0")
        raise KeyboardInterrupt


def test_an_index_that_is_behind_is_not_asked(home: Path, backend: Backend) -> None:
    """Where a writer ended before the indexes followed, the record answers; then the next writing mends."""
    reports = many(12)
    with bag_store(home, **backend) as store:
        put(store, *reports[:6])
        with pytest.raises(KeyboardInterrupt):
            _stopped(store, reports[6:])
    with bag_store(home, **backend) as store:
        assert not store.check().agrees
        assert ids(nearest(store, "mayor1 bridge8", 6)) == by_arithmetic(reports[1:], "mayor1 bridge8", 6)
        assert ids(store.matching("bridge8", 3))[0].startswith("report-8")
        assert store.matching("bridge0", 3) == ()
        with store.writing():
            pass
        assert store.check().agrees
        assert ids(nearest(store, "mayor1 bridge8", 6)) == by_arithmetic(reports[1:], "mayor1 bridge8", 6)


def test_every_damaged_file_of_an_index_is_noticed_and_mended(home: Path, tmp_path: Path) -> None:
    """With a file of an index cut or missing, answers are the same and `check` says so; `repair`, or the next writing,
    mends it from the record, embedding nothing."""
    vector = BagOfWords().embed(["mayor3 union2"])[0]
    with bag_store(home) as store:
        put(store, *many(360))  # more passages than Chroma writes out at once
        by_meaning, by_words = ids(store.nearest(vector, 6)), ids(store.matching("bridge77 mayor3", 6))
    good = tmp_path / "good"
    shutil.copytree(home, good)
    files = [file.relative_to(home) for file in (home / "chroma").rglob("*") if file.is_file()]
    files += [file.relative_to(home) for file in (home / "words").rglob("*") if file.suffix in (".json", ".term")]
    files = [file for file in files if file.name != ".managed.json"]  # tantivy does without
    assert len(files) >= 10
    for number, file in enumerate(files):
        for cut in (True, False):
            shutil.rmtree(home)
            shutil.copytree(good, home)
            if cut:
                os.truncate(home / file, (home / file).stat().st_size // 2)
            else:
                (home / file).unlink()
            with open_store(settings=settings_of(home), embedder=Unused()) as store:
                assert ids(store.nearest(vector, 6)) == by_meaning, file
                assert ids(store.matching("bridge77 mayor3", 6)) == by_words, file
                assert not store.check().agrees, file
                if number % 3 == 0 and cut:
                    assert store.repair().agrees, file
                elif number % 3 == 0:
                    with store.writing():
                        pass
                    assert store.check().agrees, file
                assert ids(store.nearest(vector, 6)) == by_meaning, file


def test_an_altered_vector_is_noticed(home: Path, backend: Backend) -> None:
    """`check` compares what Chroma holds with the record, not only how much of it."""
    with bag_store(home, **backend) as store:
        put(store, *many(5))
        strange = many(5)[2]
        turned = next(iter(store._record.kept([key_of("report-2")])))
        store._indexes.vectors.update(
            [turned.key], [replace(turned, vectors=np.roll(strange.vectors, 1, axis=1))], store.change()
        )
        health = store.check()
        assert not health.agrees
        assert "another vector" in health.differs[0]
        assert store.repair().agrees


def test_a_second_writer_is_told_who_writes(store: Store, home: Path, backend: Backend) -> None:
    """While one writes, another writing is refused with the process that holds the lock; reading goes on."""
    put(store, *many(3))
    with store.writing(), bag_store(home, **backend) as other:
        with pytest.raises(StoreLocked, match=f"Process {os.getpid()} .*since"), other.writing():
            pass
        with pytest.raises(StoreLocked):
            other.repair()
        assert len(nearest(other, "mayor1")) == 5
    with bag_store(home, **backend) as other, other.writing():
        pass


FULL = """
import resource, signal, sys
from pathlib import Path
from index.errors import StoreUnwritable
from tests.bag_of_words import bag_store, many
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with bag_store(Path(sys.argv[1])) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    done = 0
    try:
        for n in range(100, 400, 20):
            with store.writing() as writing:
                writing.put(many(20, start=n))
                done = n + 20
                print(done, flush=True)
    except StoreUnwritable as error:
        print("unwritable", error)
"""


def test_a_full_disk_loses_nothing(home: Path) -> None:
    """Where no more can be written, that is said, what was acknowledged is there, and with room all is well again."""
    with bag_store(home) as store:
        put(store, *many(100))
    limit = str((home / "record.sqlite3").stat().st_size + 150_000)
    run = subprocess.run([sys.executable, "-c", FULL, str(home), limit], capture_output=True, text=True)
    lines = run.stdout.split("\n")
    assert any(line.startswith("unwritable") for line in lines), run.stdout + run.stderr[-2000:]
    done = max([100, *(int(line) for line in lines if line.isdigit())])
    with bag_store(home) as store:
        assert {one.article.source.id for one in many(done)} <= {source.id for source in store.sources()}
        assert len(nearest(store, "mayor3")) == 5
        with store.writing():
            pass
        assert store.check().agrees


READ_ONLY = """
import os, sys
from pathlib import Path
import index.local, index.words, index.record, index.lock, chromadb, tantivy
from index.errors import StoreUnwritable
from tests.bag_of_words import bag_store, ids, many, nearest, put
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
with bag_store(Path(sys.argv[1])) as store:
    print(*ids(nearest(store, "mayor3 union2", 3)), *ids(store.matching("bridge7", 3)))
    try:
        put(store, *many(1, start=50))
    except StoreUnwritable as error:
        print("unwritable", error)
"""


def test_a_read_only_folder_answers_and_says_so(home: Path) -> None:
    """Where nothing may be written, questions are answered as before, and who writes is told why not."""
    with bag_store(home) as store:
        put(store, *many(12))
        expected = [*ids(nearest(store, "mayor3 union2", 3)), *ids(store.matching("bridge7", 3))]
    with tempfile.TemporaryDirectory() as place:
        still = Path(place) / "home"
        shutil.copytree(home, still)
        for path in [*still.rglob("*"), still]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        Path(place).chmod(0o755)
        run = subprocess.run([sys.executable, "-c", READ_ONLY, str(still)], capture_output=True, text=True)
        for path in [still, *still.rglob("*")]:
            path.chmod(0o755)
    answer, *said = run.stdout.splitlines() or [run.stderr]
    assert answer.split() == expected, run.stderr
    assert said, run.stderr
    assert "cannot be written to" in said[0]


def test_what_waits_is_searched_beside_the_index(store: Store, home: Path, backend: Backend) -> None:
    """Reports that changed after the vector index was made are found, and what they replaced is not; it stays as it
    was until there are many of them."""
    put(store, *many(360))
    graph = [file for file in (home / "chroma").rglob("*") if file.suffix in (".bin", ".pickle", ".json")]
    before = {file: file.stat().st_mtime_ns for file in graph}
    put(store, filed("report-7", "zebra giraffe"), filed("late", "zebra okapi"))
    reports = [*(one for one in many(360) if one.article.source.id != "report-7")]
    reports += [filed("report-7", "zebra giraffe"), filed("late", "zebra okapi")]
    for text in ("zebra", "mayor0 bridge7 union7", "mayor3 union2"):
        assert ids(nearest(store, text, 6)) == by_arithmetic(reports, text, 6)
        inside = [one for one in reports if one.article.source.outlet == "Valley News"]
        assert ids(nearest(store, text, 6, outlets=("Valley News",))) == by_arithmetic(inside, text, 6)
    assert {file: file.stat().st_mtime_ns for file in before} == before
    assert (store.check().agrees, store.check().vectors) == (True, 360 * 3 - 3 + 2)
    with bag_store(home, **backend) as other:
        assert ids(nearest(other, "zebra", 2)) == by_arithmetic(reports, "zebra", 2)


def test_what_was_removed_is_blanked_in_place(home: Path) -> None:
    """Removing one of many reports leaves none of its vectors, and the graph where it was."""
    with bag_store(home) as store:
        put(store, *many(360))
        gone = [vector.tobytes() for vector in many(1, start=77)[0].vectors]
        graph = next((home / "chroma").rglob("data_level0.bin"))
        with store.writing() as writing:
            writing.remove("report-77")
        assert graph.exists()
        assert not any(vector in file.read_bytes() for vector in gone for file in home.rglob("*") if file.is_file())
        left = [one for one in many(360) if one.article.source.id != "report-77"]
        assert ids(nearest(store, "mayor0 bridge77 union0", 6)) == by_arithmetic(left, "mayor0 bridge77 union0", 6)
        assert store.check().agrees


def test_what_the_word_index_lacks_is_found_beside_it(store: Store) -> None:
    """A report that the word index does not hold yet is found among those that it holds; what it replaced is not."""
    put(store, *many(40))
    store._record.put([filed("report-5", "mayor3 met bridge5 zebra"), filed("new", "mayor3 met bridge5")])
    hits = store.matching("bridge5 mayor3 union5", 8)
    assert {"new:0", "report-5:0"} <= set(ids(hits))
    assert {"report-5:1", "report-5:2"}.isdisjoint(ids(hits))
    assert ids(store.matching("zebra", 3)) == ["report-5:0"]
    with store.writing():
        pass
    assert ids(store.matching("zebra", 3)) == ["report-5:0"]


def test_readers_may_be_many(store: Store) -> None:
    """Threads of one process read while it writes, and are never given an error or a passage that is not whole."""
    put(store, *many(10))
    faults: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                for hit in (*nearest(store, "mayor3 union2"), *store.matching("bridge3 mayor3", 5)):
                    assert hit.passage.text.startswith("Item ")
        except BaseException as error:  # noqa: BLE001
            faults.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(4):
        put(store, *many(10, start=n * 5))
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert store.check().agrees


READER = """
import json, sys
from pathlib import Path
from tests.bag_of_words import BagOfWords, bag_store
vector = BagOfWords().embed(["mayor3 union2 road1"])[0]
with bag_store(Path(sys.argv[1]), **json.loads(sys.argv[3])) as store:
    print("ready", flush=True)
    while store.change() < int(sys.argv[2]):
        change = store.change()
        hits = (*store.nearest(vector, 5), *store.matching("mayor3", 5))
        assert len(hits) >= 9, hits
        assert all(hit.passage.text.startswith("Item ") for hit in hits)
    assert store.nearest(vector, 1)
"""


def test_another_process_reads_while_one_writes(store: Store, home: Path, backend: Backend) -> None:
    """A process that searches while another writes gets whole answers all along, and does no harm."""
    put(store, *many(30))
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(home), "90", json.dumps(dict(backend))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    reader.stdout.readline()
    for n in range(30, 90, 15):
        put(store, *many(15, start=n))
    _, errors = reader.communicate(timeout=60)
    assert reader.returncode == 0, errors
    assert store.check().agrees
    assert ids(nearest(store, "mayor3 union2", 6)) == by_arithmetic(many(90), "mayor3 union2", 6)


def test_a_killed_writer_loses_nothing_acknowledged(home: Path, backend: Backend) -> None:
    """A process killed while writing leaves each acknowledged report whole, right answers, and no work for anybody."""
    rng = random.Random(20240202)  # noqa: S311
    versions: dict[str, int] = {}
    for seed in range(3 if backend else 8):
        versions, _ = survives(home, seed, versions, rng.uniform(0, 0.9) ** 2, backend)


def test_a_terminated_writer_is_a_killed_one(home: Path) -> None:
    """SIGTERM in the middle of writing frees the lock, and the next command simply works."""
    run = [sys.executable, "-m", "tests.bench.kill", "child", str(home), "1", "{}"]
    process = subprocess.Popen(run, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while not process.stdout.readline().startswith("done"):
        pass
    process.send_signal(signal.SIGTERM)
    process.communicate()
    with bag_store(home) as store:
        with store.writing():
            pass
        assert store.check().agrees
        assert store.sources()


def test_an_older_index_than_its_record_knows_better(home: Path, tmp_path: Path) -> None:
    """A record that was restored from a copy, so that its indexes are ahead of it, is what counts."""
    with bag_store(home) as store:
        put(store, *many(4))
    shutil.copy(home / "record.sqlite3", tmp_path / "copy")
    with bag_store(home) as store:
        put(store, *many(4, start=4))
    shutil.copy(tmp_path / "copy", home / "record.sqlite3")
    with bag_store(home) as store:
        assert not store.check().agrees
        assert {hit.passage.source.id for hit in nearest(store, "bridge6", 12)} == {f"report-{n}" for n in range(4)}
        with store.writing():
            pass
        assert store.check().agrees
