"""What the documents say is so."""

import os
import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SettingsError
from index.settings import Address, Settings, read_address, read_settings
from tests.collection import ROOT, dateline, unset

README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The README's fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_example_of_settings_is_whole_and_true() -> None:
    """`.env.example` names every setting that is read, with its default, and no other."""
    shown = dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
    code = (ROOT / "index" / "settings.py").read_text(encoding="utf-8")
    assert set(shown) == set(re.findall(r'"([A-Z]+_[A-Z_]+)"', code))
    assert len(shown) == len(fields(Settings)) <= 12
    assert read_settings(shown) == read_settings({})


def test_a_setting_that_is_no_number_is_told() -> None:
    """A time that is not a number, or none that can be waited, is refused by its name."""
    for wrong in ("soon", "-1"):
        with pytest.raises(SettingsError, match="DATELINE_TIMEOUT"):
            read_settings({"DATELINE_TIMEOUT": wrong})


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("", "127.0.0.1", 7860),
        ("192.0.2.1", "192.0.2.1", 7860),
        ("news.example:80", "news.example", 80),
        ("[::1]:7861", "::1", 7861),
        ("[::1]", "::1", 7860),
    ],
)
def test_an_address_is_a_host_and_a_port(text: str, host: str, port: int) -> None:
    """What is left out of DATELINE_ADDRESS is as by default."""
    assert read_settings({"DATELINE_ADDRESS": text}).address == Address(host, port)


@pytest.mark.parametrize(
    "text",
    ["7860", ":7860", "::1", "::1:80", "host:0", "host:65536", "host:web", "a b", "u@host", "http://host"],
)
def test_an_address_that_is_none_is_told(text: str) -> None:
    """What cannot be read as a host and a port is refused, with the forms that can be."""
    with pytest.raises(SettingsError, match="DATELINE_ADDRESS must be HOST, HOST:PORT"):
        read_settings({"DATELINE_ADDRESS": text})


@given(st.text(max_size=30))
def test_any_address_is_read_or_refused(text: str) -> None:
    """Whatever is set as DATELINE_ADDRESS, no other error comes of it."""
    with suppress(SettingsError):
        assert read_address(text).host


def test_a_secret_is_in_no_repr() -> None:
    """The key is not shown with the settings."""
    assert "sk-secret" not in repr(read_settings({"OPENAI_API_KEY": "sk-secret"}))


def test_the_readmes_answer_is_the_answer(seeded_home: Path) -> None:
    """The question that the README shows gets the very answer that it shows."""
    (console,) = (block for block in blocks("console") if "dateline ask" in block)
    command, _, shown = console.partition("\n")
    question = re.search(r'dateline ask "([^"]+)"', command)
    assert question
    run = dateline("ask", question[1], home=seeded_home)
    said = re.sub(r"-[0-9a-f]{6}\b", "-…", run.stdout)
    assert shown.split() == said.split()


def test_the_readmes_python_runs(tmp_path: Path) -> None:
    """The lines of Python in the README run as they stand and open the exact words."""
    for number, code in enumerate(blocks("python")):
        run = subprocess.run(
            [sys.executable, "-c", code],
            env={**unset(os.environ), "DATELINE_HOME": str(tmp_path / str(number)), "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stderr
        assert "“" in run.stdout or run.stdout.strip()


def test_the_readmes_commands_exist(tmp_path: Path) -> None:
    """Every `dateline …` command and every make target that the README names is there."""
    help_text = dateline("--help", home=tmp_path).stdout
    for command in set(re.findall(r"`?dateline ([a-z]+)\b(?! `)", README)) - {"is"}:
        assert f"  {command} " in help_text, command
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake ([a-z]+)\b", README)):
        assert f"\n{target}:" in makefile, target


def test_the_readme_names_every_dependency() -> None:
    """The table of dependencies has a row for each of pyproject.toml, and no other."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[project.optional")[0]
    declared = set(re.findall(r'^  "([a-z0-9-]+)[>=\[]', project, re.MULTILINE))
    table = set(re.findall(r"^\| `([a-z0-9-]+)` \|", README, re.MULTILINE))
    assert table == declared


def test_the_readme_names_only_what_is_there() -> None:
    """The reading order names files that exist."""
    named = set(re.findall(r"`((?:qa|index|tests)/[\w/.-]+\.(?:py|md))`", README))
    assert named
    assert all((ROOT / name).is_file() for name in named)


def test_the_readmes_figures_are_those_of_the_benchmarks() -> None:
    """Each figure of the README's table stands in the account of the benchmarks, from which it was taken."""
    (table,) = re.findall(r"^\| what was asked \|.*?\n\n", README, re.DOTALL | re.MULTILINE)
    bench = (ROOT / "tests" / "bench" / "README.md").read_text(encoding="utf-8")
    figures = set(re.findall(r"\d*\.\d+|\d{3}|\d+ of \d+", table))
    assert len(figures) >= 12
    assert {figure for figure in figures if not re.search(rf"(?<![\d.]){re.escape(figure)}(?!\d)", bench)} == set()


def test_the_cookbook_is_found() -> None:
    """The README says how many recipes there are, and where."""
    recipes = re.findall(r"^## \d+\. ", (ROOT / "qa" / "COOKBOOK.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert "`qa/COOKBOOK.md` has ten recipes" in README
    assert len(recipes) == 10
