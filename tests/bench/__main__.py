"""Runs every benchmark that takes minutes, one after the other; `README.md` here says what each measures."""

from tests.bench import (
    abstention,
    answers,
    conflict,
    copies,
    followups,
    furniture,
    indexing,
    injection,
    prose,
    retrieval,
    startup,
    support,
    versions,
)

MINUTES = (
    startup,
    indexing,
    furniture,
    copies,
    retrieval,
    versions,
    followups,
    support,
    answers,
    abstention,
    conflict,
    injection,
    prose,
)


def main() -> None:
    """Prints each benchmark's figures under its name."""
    for benchmark in MINUTES:
        print(f"\n== {benchmark.__name__.rpartition('.')[2]}: {(benchmark.__doc__ or '').splitlines()[0]}", flush=True)
        benchmark.main()


if __name__ == "__main__":
    main()
