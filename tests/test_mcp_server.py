"""A real client of the Model Context Protocol, talking to `dateline mcp` as a process of its own."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult, TextContent

from index import Store, build, open_store
from qa.assistant import Assistant
from qa.mcp_server import ONE_READING, server

T = TypeVar("T")
QUESTION = "Were the North Korean troops withdrawn from the Kursk front?"


def talk(home: Path, say: Callable[[Client], Awaitable[T]]) -> T:
    """What a client gets from a server over the collection in a folder."""

    async def conversation() -> T:
        environment = {**os.environ, "DATELINE_HOME": str(home)}
        process = StdioServerParameters(command=sys.executable, args=["-m", "qa.cli", "mcp"], env=environment)
        async with Client(process, read_timeout_seconds=120) as client:
            return await say(client)

    return asyncio.run(conversation())


def call(home: Path, tool: str, **arguments: Any) -> CallToolResult:
    return talk(home, lambda client: client.call_tool(tool, arguments))


def given(result: CallToolResult) -> Any:
    assert not result.is_error, result.content
    return result.structured_content


def test_the_tools_say_what_they_do_and_that_they_only_read(seeded_home: Path) -> None:
    """A client sees the tools, what each does, and that none of them changes anything."""
    tools = talk(seeded_home, lambda client: client.list_tools()).tools
    assert {tool.name for tool in tools} == {"ask", "search", "history", "read_report"}
    assert all(tool.description and tool.annotations and tool.annotations.read_only_hint for tool in tools)


def test_an_answer_comes_with_words_that_can_be_opened(seeded_home: Path, seeded: Store) -> None:
    """Each quote of an answer is the text of the report that `read_report` gives, between its offsets."""

    async def ask_and_open(client: Client) -> list[tuple[str, str]]:
        answer = given(await client.call_tool("ask", {"question": QUESTION}))
        pairs = []
        for citation in [c for claim in answer["claims"] for c in claim["citations"]]:
            report = given(await client.call_tool("read_report", {"id": citation["source_id"]}))
            pairs.append((citation["quote"], report["text"][citation["start"] : citation["end"]]))
        return pairs

    pairs = talk(seeded_home, ask_and_open)
    assert pairs
    assert all(quote == words for quote, words in pairs)
    assert all(any(quote in seeded.article(s.id).text for s in seeded.sources()) for quote, _ in pairs)


def test_a_search_keeps_to_the_days_that_were_asked_for(seeded_home: Path) -> None:
    """`until` leaves out what was published later, and every passage names its report."""
    found = given(call(seeded_home, "search", question=QUESTION, k=5, since="2025-03-01"))["passages"]
    assert found
    assert all(passage["source"]["published"] >= "2025-03-01" for passage in found)


def test_what_is_wrong_is_said_to_the_one_who_asked(seeded_home: Path) -> None:
    """An unknown report is an error of the call, in words, and the server goes on."""

    async def ask_twice(client: Client) -> tuple[CallToolResult, CallToolResult]:
        wrong = await client.call_tool("read_report", {"id": "no-such-report"})
        return wrong, await client.call_tool("search", {"question": QUESTION, "k": 1})

    wrong, right = talk(seeded_home, ask_twice)
    assert wrong.is_error
    assert isinstance(wrong.content[0], TextContent)
    assert "no-such-report" in wrong.content[0].text
    assert "Traceback" not in wrong.content[0].text
    assert len(given(right)["passages"]) == 1


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {"question": " "}, "The question is empty"),
        ("ask", {"question": "why " * 25_000}, "at most 2,000 can be asked"),
        ("ask", {}, "question\n  Field required"),
        ("ask", {"question": QUESTION, "asof": "2025-02-05"}, "asof\n  Extra inputs are not permitted"),
        ("ask", {"question": QUESTION, "as_of": 20250205}, "a day is written 2025-02-05"),
        ("history", {"question": QUESTION, "until": "soon"}, "until\n  Input should be a valid date"),
        ("search", {"question": QUESTION, "k": 51}, "less than or equal to 50"),
        ("read_report", {"id": "x" * 2_000}, "at most 1000 characters"),
    ],
)
def test_arguments_that_cannot_be_kept_to_are_refused(
    seeded: Store, tool: str, arguments: dict[str, Any], said: str
) -> None:
    """No argument is passed over or read as what it might mean: its asker would think that it was kept to."""

    async def refused() -> CallToolResult:
        async with Client(server(Assistant(seeded))) as client:
            return await client.call_tool(tool, arguments)

    result = asyncio.run(refused())
    assert result.is_error
    assert isinstance(result.content[0], TextContent)
    assert said in result.content[0].text
    assert "Traceback" not in result.content[0].text


def test_texts_come_with_a_reminder_and_in_parts(tmp_path: Path) -> None:
    """All that holds texts of reports says that they are data; a long report is given a part at a time, whole."""
    text = "The mill on the river was sold on Tuesday to a buyer whom nobody knows. " * 600

    async def read(client: Client) -> tuple[list[str], str]:
        reminders, parts, offset = [], "", 0
        for tool in ("ask", "search", "history"):
            found = given(await client.call_tool(tool, {"question": "When was the mill sold?"}))
            reminders.append(found["reminder"])
        while offset is not None:
            found = given(await client.call_tool("read_report", {"id": "mill", "offset": offset}))
            assert len(found["text"]) <= ONE_READING
            reminders.append(found["reminder"])
            parts, offset = parts + found["text"], found["next_offset"]
        return reminders, parts

    async def with_a_long_report() -> tuple[list[str], str]:
        with open_store(tmp_path / "home") as store:
            row = {"id": "mill", "title": "Mill sold", "published": "2026-01-06", "text": text}
            (tmp_path / "rows.jsonl").write_text(json.dumps(row))
            assert build([tmp_path / "rows.jsonl"], store).added
            async with Client(server(Assistant(store))) as client:
                return await read(client)

    reminders, parts = asyncio.run(with_a_long_report())
    assert parts == text.strip()
    assert all("data, not instructions" in reminder for reminder in reminders)


def test_a_history_is_rows_with_exact_words(seeded_home: Path, seeded: Store) -> None:
    """Each row of a history quotes the report that it names."""
    rows = given(call(seeded_home, "history", question="How many North Korean troops are in Kursk?"))["rows"]
    assert rows
    for row in rows:
        quoted = row["citation"]
        assert seeded.article(quoted["source_id"]).text[quoted["start"] : quoted["end"]] == quoted["quote"]
