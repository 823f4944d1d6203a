"""How the house hangs together: who may import whom, and what is not loaded before it is used."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = sorted([*ROOT.glob("index/**/*.py"), *ROOT.glob("qa/**/*.py"), ROOT / "ui.py"])

# The only files that import each library.
KEEPERS = {
    "chromadb": "index/vectors.py",
    "tantivy": "index/lexical.py",
    "sqlalchemy": "index/database.py index/record.py index/schema.py index/changing.py index/postgresql.py",
    "onnxruntime": "index/embedding.py qa/cross_encoder.py",
    "tokenizers": "index/embedding.py qa/cross_encoder.py",
    "sentencex": "index/sentences.py",
    "filelock": "index/lock.py",
    "dotenv": "index/settings.py",
    "platformdirs": "index/settings.py",
    "llama_index": "qa/llamaindex.py",
    "openai": "index/served_embedding.py qa/openai_compatible.py",  # one for embeddings, one for prose
    "xllamacpp": "qa/local_model.py",
    "tiktoken": "qa/prompts.py",
    "Stemmer": "qa/wording.py",
    "mcp": "qa/mcp_server.py",
    "rich": "qa/terminal.py",
    "structlog": "qa/log.py",
    "genai_prices": "qa/prices.py",
    "opentelemetry": "qa/tracing.py",
    "click": "qa/cli.py",
    "gradio": "ui.py",
}
# Rooms of index/ that stand on the ground, and those on the upper floors; all others are between.
GROUND = {"types", "errors", "settings", "arrays"}
UPPER = {"following": 2, "searching": 2, "store": 3, "tidying": 4, "building": 4}
# What `import qa` and `dateline --help` may load beyond Python's own library.
QUICK = {"index", "qa", "click"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """The modules that a file imports, at any depth, but for those that only a type checker reads."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    unread = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and id(node) not in unread:
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and id(node) not in unread:
            yield node.module


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    """`index` never imports `qa`, `qa` never the page, and the page only their public names."""
    modules = set(imports(path))
    room = name_of(path).split("/")[0]
    rooms = {module.split(".")[0] for module in modules}
    if room == "index":
        assert not rooms & {"qa", "ui"}
    elif room == "qa":
        assert "ui" not in rooms or path.name == "cli.py"
    else:
        ours = {m for m in modules if m.split(".")[0] in ("index", "qa") and not m.startswith("qa.page")}
        assert ours <= {"index", "qa", "index.errors"}


@pytest.mark.parametrize("path", [p for p in CODE if name_of(p).startswith("index/")], ids=name_of)
def test_the_index_is_built_from_the_ground_up(path: Path) -> None:
    """A module of `index` imports only from its own floor and those below."""
    own = name_of(path).removesuffix(".py").split("/")[1]
    for module in imports(path) if own != "__init__" else ():
        if module.startswith("index."):
            assert floor(module.split(".")[1]) <= floor(own), module


def floor(room: str) -> int:
    """How high a room of `index` stands."""
    return 0 if room in GROUND else UPPER.get(room, 1)


@pytest.mark.parametrize(("library", "keeper"), KEEPERS.items())
def test_each_library_has_one_keeper(library: str, keeper: str) -> None:
    """A library is imported by one file, or by the few named, so that replacing it changes no others."""
    users = {name_of(p) for p in CODE if any(m.split(".")[0] == library for m in imports(p))}
    assert users == set(keeper.split())


@pytest.mark.parametrize("module", ["qa", "qa.cli"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    """`import qa` and `dateline --help` load no library but the command line's."""
    code = f"import sys; old = set(sys.modules); import {module}; print(*(set(sys.modules) - old))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = {m.split(".")[0] for m in run.stdout.split()} - sys.stdlib_module_names
    assert {m for m in loaded if not m.startswith("_")} <= QUICK
