"""What it costs to change a part of the page, and what is sent."""

import asyncio
from pathlib import Path
from typing import Any, cast

import gradio as gr
import pytest
from gradio.state_holder import SessionState

import ui
from qa.page.access import Access
from tests.page_driver import Newsroom

pytestmark = pytest.mark.filterwarnings("ignore:::gradio")


def test_what_stays_as_it_is_is_left_alone(tmp_path: Path) -> None:
    """Of a view only the changed parts are made anew and sent; the others are told to stay and are the same."""
    page = ui.build_page(cast(Any, Newsroom("http://127.0.0.1:9", tmp_path)), Access())
    asking = next(event for event in page.fns.values() if event.name == "asked")
    state = SessionState(page)
    names = [getattr(part, "elem_id", None) for part in asking.outputs]
    changes = {"dl-current": "<p>It is so.</p>", "dl-stop": gr.Button(visible=True)}
    values = [changes.get(str(name), gr.skip()) for name in names]

    async def sent() -> list[Any]:
        return await page.postprocess_data(asking, values, state)

    shown = dict(zip(names, asyncio.run(sent()), strict=True))
    assert shown["dl-current"] == "<p>It is so.</p>"
    assert shown["dl-stop"]["visible"] is True
    same = set(names) - set(changes) - {None}
    assert len(same) >= 6
    assert all(shown[name] == gr.skip() for name in same)
    assert all(state[part._id] is part for part in asking.outputs if part.elem_id in same)
