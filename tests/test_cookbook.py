"""The recipes of the cookbook, each run as it stands over the sample reports."""

import asyncio
import contextlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.llms import CompletionResponse, CompletionResponseGen, CustomLLM, LLMMetadata
from mcp import Client, StdioServerParameters

from tests.collection import ROOT, unset
from tests.faulty_server import Exchange, faulty_server

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # LlamaIndex's agent calls what it deprecates

RECIPES = re.split(r"^## \d+\. ", (ROOT / "qa" / "COOKBOOK.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]


def recipe(title: str) -> str:
    """The recipe whose title begins so."""
    (found,) = (text for text in RECIPES if text.startswith(title))
    return found


def block(text: str, language: str) -> str:
    """The first block of a language in a recipe; "" where it has none."""
    found = re.search(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return found[1] if found else ""


class Acting(CustomLLM):
    """A model that calls the first tool with the question, then answers from what the tool gave."""

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="acting")

    def complete(self, prompt: str, *_: Any, **__: Any) -> CompletionResponse:
        villages = re.search(r"Observation:.*?(Plekhovo, Vorozhba and Martynovka)", prompt, re.DOTALL)
        if villages:
            return CompletionResponse(text=f"Thought: I can answer.\nAnswer: {villages[1]}.")
        tool = re.search(r"> Tool Name: (\w+)", prompt)
        assert tool, prompt
        asked = json.dumps({"input": "Which villages saw clashes in December?"})
        return CompletionResponse(text=f"Thought: I need a tool.\nAction: {tool[1]}\nAction Input: {asked}")

    def stream_complete(self, prompt: str, *_: Any, **__: Any) -> CompletionResponseGen:
        whole = self.complete(prompt)
        yield CompletionResponse(text=whole.text, delta=whole.text)


def shell(commands: str, home: Path, **settings: str) -> str:
    """What commands print, with the installed `dateline` on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**unset(os.environ), "DATELINE_HOME": str(home), "PATH": path, **settings}
    run = subprocess.run(["bash", "-ec", commands], env=environment, capture_output=True, text=True, cwd=home)
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.parametrize("text", [t for t in RECIPES if block(t, "python")], ids=lambda t: t.splitlines()[0])
def test_a_recipe_of_python_prints_what_it_says(
    text: str, seeded_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each recipe runs as it stands, and prints what stands below it."""
    monkeypatch.setenv("DATELINE_HOME", str(seeded_home))
    monkeypatch.chdir(tmp_path)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(block(text, "python"), text.splitlines()[0], "exec"), {"llm": Acting()})  # noqa: S102 - our own
    assert printed.getvalue().split() == block(text, "text").split()


def test_a_model_of_ones_own_writes(seeded_home: Path) -> None:
    """A server at the address that the recipe sets is asked, and its sentences are checked."""
    text = recipe("Answers written by a model")

    def answer(exchange: Exchange) -> None:
        exchange.begin()
        exchange.delta("Clashes were reported in Plekhovo, Vorozhba and Martynovka [1]. The mayor resigned.")
        exchange.end()

    with faulty_server(answer) as told:
        commands = block(text, "sh")
        assert "http://127.0.0.1:11434/v1" in commands
        said = shell(commands.replace("http://127.0.0.1:11434/v1", told.base_url), seeded_home)
        assert told.requests[0]["model"] == "llama3.2"
    assert block(text, "text").split() == said.split()[: len(block(text, "text").split())]


def test_a_folder_is_kept_in_step(tmp_path: Path) -> None:
    """The nightly command adds what is new and removes what is gone, and the line for cron runs that command."""
    text = recipe("A folder that is read every night")
    command, clippings = block(text, "sh"), tmp_path / "clippings"
    clippings.mkdir()
    for name in ("one", "two"):
        (clippings / f"{name}.txt").write_text(f"Report {name} says that the bridge at Larnby was closed.")
    shell(command, tmp_path, HOME=str(tmp_path))
    (clippings / "one.txt").unlink()
    shell(command, tmp_path, HOME=str(tmp_path))
    listed = json.loads(shell("dateline list --json", tmp_path))
    assert [Path(source["path"]).name for source in listed] == ["two.txt"]
    minute, hour, *days, rest = block(text, "crontab").split(maxsplit=5)
    assert (minute, hour, days) == ("15", "3", ["*", "*", "*"])
    assert f"bin/{command.strip()} >>" in rest


def test_another_program_finds_the_tools(seeded_home: Path) -> None:
    """A client that starts the server as the recipe says finds the tools that it names."""
    text = recipe("In an editor")
    server = json.loads(block(text, "json"))["mcpServers"]["dateline"]
    environment = {**unset(os.environ), "DATELINE_HOME": str(seeded_home)}
    command = str(Path(sys.executable).parent / server["command"])

    async def tools() -> set[str]:
        started = StdioServerParameters(command=command, args=server["args"], env=environment)
        async with Client(started, read_timeout_seconds=120) as client:
            return {tool.name for tool in (await client.list_tools()).tools}

    assert asyncio.run(tools()) == set(re.findall(r"`(ask|search|history|read_report)`", text))


def test_every_recipe_is_run() -> None:
    """There are at least eight recipes, and each is one of those that the tests above run."""
    others = ("Answers written by a model", "A folder that is read every night", "In an editor")
    assert len(RECIPES) >= 8
    assert all(block(text, "python") or text.startswith(others) for text in RECIPES)
