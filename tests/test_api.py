"""The page's API as other programs call it: by gradio_client, and by plain HTTP."""

import asyncio
import base64
import json
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any, cast

import httpx
import pytest
from gradio_client import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ui
from index import Store
from index.errors import QuestionError
from qa.assistant import Assistant
from qa.page.api import CALLS, Api
from qa.page.desk import MOST_A_MINUTE
from qa.page.line import Line, Pace
from tests.collection import ROOT
from tests.page_driver import KEY, Newsroom

QUESTION = "Were the North Korean troops withdrawn from the Kursk front?"
pytestmark = pytest.mark.filterwarnings("ignore:::gradio", "ignore:::gradio_client")


@contextmanager
def serving(assistant: Any, auth: str = "") -> Iterator[str]:
    """The address of a page over an assistant."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    page = ui.open_page(assistant, host="127.0.0.1", port=port, auth=auth)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        page.close(verbose=False)


@pytest.fixture(scope="module")
def address(seeded_home: Any) -> Iterator[str]:
    from index import open_store

    with open_store(seeded_home) as store, serving(Assistant(store)) as place:
        yield place


@pytest.fixture(scope="module")
def http(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{address}/gradio_api", trust_env=False, timeout=60) as client:
        yield client


def call(http: httpx.Client, name: str, /, **arguments: Any) -> Any:
    """What a call gives, or {"error": why}, by plain HTTP: a POST, then the stream of its event."""
    sent = http.post(f"/call/v2/{name}", json=arguments)
    return sent.json() if sent.status_code != 200 else end_of(http, name, sent.json()["event_id"])


def end_of(http: httpx.Client, name: str, event: str) -> Any:
    told = http.get(f"/call/{name}/{event}").text
    *_, kind, data = (line for line in told.splitlines() if line)
    value = json.loads(data.removeprefix("data: "))
    return value[0] if kind == "event: complete" else {"error": value["error"]}


def test_only_the_api_is_public_and_each_call_is_described(http: httpx.Client) -> None:
    """The page tells other programs of the named calls, what each does and takes, and of nothing else."""
    info = http.get("/info").json()
    assert set(info["named_endpoints"]) == {f"/{name}" for name in CALLS}
    assert {"/ask", "/retrieve", "/history", "/collection"} <= set(info["named_endpoints"])
    assert not info["unnamed_endpoints"]
    assert all(told["description"] for told in info["named_endpoints"].values())
    takes = [parameter["parameter_name"] for parameter in info["named_endpoints"]["/ask"]["parameters"]]
    assert takes == ["question", "as_of", "since", "until", "outlets", "history"]


def test_gradio_client_gets_an_answer_that_can_be_checked(address: str, seeded: Store) -> None:
    """The answer has the form of `ask --json`, and `/report` gives the text that its offsets count."""
    client = Client(address, verbose=False)
    answer = client.predict(question=QUESTION, api_name="/ask")
    assert set(answer) == set(
        """question resolved status mode model text as_of constraints gaps nearest notes claims sources evidence
        disagreements usage timings""".split()
    )
    assert answer["status"] == "answered"
    for citation in [c for claim in answer["claims"] for c in claim["citations"]]:
        report = client.predict(id=citation["source_id"], api_name="/report")
        assert report["text"] == seeded.article(citation["source_id"]).text
        assert report["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_plain_http_gets_the_same_in_either_form(http: httpx.Client) -> None:
    """Arguments go in by name or in order, and the answers are the same but for the time they took."""
    named = call(http, "ask", question=QUESTION, until="2025-12-31")
    sent = http.post("/call/ask", json={"data": [QUESTION, None, None, "2025-12-31", None, None]})
    ordered = end_of(http, "ask", sent.json()["event_id"])
    assert named["claims"]
    assert {**named, "timings": None} == {**ordered, "timings": None}


def test_limits_are_kept_to(http: httpx.Client) -> None:
    """Nothing published later is used, and an outlet that is not there leaves nothing to search."""
    assert call(http, "retrieve", question=QUESTION, since="2025-03-01", k=3)
    for passage in call(http, "retrieve", question=QUESTION, as_of="2025-03-01", k=50):
        assert (passage["source"]["published"] or "") <= "2025-03-01"
    assert call(http, "ask", question=QUESTION, outlets=["Nobody's News"])["status"] == "not_in_sources"
    assert call(http, "history", question=QUESTION, outlets=["Nobody's News"]) == []


def test_a_follow_up_goes_on_from_the_answers_that_are_sent_along(http: httpx.Client) -> None:
    """Earlier answers spell a follow-up out; their passages keep their numbers, and a new one takes none of them."""
    first = call(http, "ask", question=QUESTION)
    again = call(http, "ask", question="When were they sent back?", history=[first])
    assert again["resolved"] != again["question"]
    numbers = {(e["source_id"], e["start"]): e["marker"] for e in first["evidence"]}
    seen = [e for e in again["evidence"] if (e["source_id"], e["start"]) in numbers]
    assert seen
    assert all(e["marker"] == numbers[e["source_id"], e["start"]] for e in seen)
    assert not {e["marker"] for e in again["evidence"] if e not in seen} & set(numbers.values())


def test_the_collection_is_listed_in_parts(http: httpx.Client, seeded: Store) -> None:
    """All parts together are the reports in the order of `list`, none with its place on this machine."""
    first, rest = call(http, "collection", limit=2), call(http, "collection", offset=2)
    assert [s["id"] for s in first + rest] == [s.id for s in seeded.sources()]
    assert len(first) == 2
    assert all(s["path"] is None for s in first + rest)


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("ask", {"question": " "}, "The question is empty"),
        ("ask", {"question": "why " * 501}, "question: String should have at most 2000 characters"),
        ("ask", {"question": 5}, "question: Input should be a valid string"),
        (
            "ask",
            {"question": "Where?", "as_of": "soon"},
            "as_of: Input should be a valid date in the format YYYY-MM-DD",
        ),
        ("ask", {"question": "Where?", "as_of": 20250205}, "as_of: Input should be a valid date"),
        ("ask", {"question": "Where?", "since": "2025-03-02", "until": "2025-03-01"}, "ends before it begins"),
        ("ask", {"question": "Where?", "outlets": "Newsweek"}, "outlets: Input should be a valid array"),
        ("ask", {"question": "Where?", "history": [{"question": "Who?"}]}, "history.0.resolved: Field required"),
        ("ask", {}, "The argument 'question' is missing"),
        ("ask", {"question": "Where?", "asof": "2025-01-01"}, "There is no argument 'asof'"),
        ("retrieve", {"question": "Where?", "k": 51}, "k: Input should be less than or equal to 50"),
        ("report", {"id": "no-such-report"}, "no-such-report"),
        ("collection", {"limit": 1_001}, "limit: Input should be less than or equal to 1000"),
        ("asked", {"question": "Where?"}, "No call has the name 'asked'"),
    ],
)
def test_what_is_wrong_is_said(http: httpx.Client, name: str, arguments: dict[str, Any], said: str) -> None:
    """A call that cannot be answered is told why in a sentence, and nothing of the inside."""
    told = call(http, name, **arguments)
    assert said in told["error"]
    assert "Traceback" not in told["error"]


@pytest.mark.parametrize("body", ["", "{", "[]", '{"data": []}', '{"data": "Where?"}'])
def test_a_body_that_is_no_call_is_refused(http: httpx.Client, body: str) -> None:
    """What is not JSON, or does not hold the arguments, is refused with what it should hold."""
    told = http.post("/call/ask", content=body, headers={"content-type": "application/json"})
    assert told.status_code == 422
    assert "GET /gradio_api/info" in told.json()["error"]


def test_a_fault_of_ours_tells_nothing(tmp_path: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """An exception that nobody foresaw is an apology; its message, which may hold a key, is nowhere."""
    with (
        serving(Newsroom("http://127.0.0.1:9", tmp_path)) as place,
        httpx.Client(base_url=f"{place}/gradio_api", trust_env=False) as http,
    ):
        assert "Something went wrong on our side" in call(http, "ask", question="crash now")["error"]
        assert "harbour" in json.dumps(call(http, "ask", question="What of the pier?")).lower()
    assert KEY not in "".join(capfd.readouterr())


def test_a_password_is_asked_of_programs_too(seeded: Store) -> None:
    """With DATELINE_AUTH no call is answered without the user and the password."""
    with serving(Assistant(seeded), auth="reader:open sesame") as place:
        assert httpx.post(f"{place}/gradio_api/call/v2/collection", json={}, trust_env=False).status_code == 401
        assert httpx.get(f"{place}/gradio_api/info", trust_env=False).status_code == 401
        known = base64.b64encode(b"reader:open sesame").decode()
        client = Client(place, headers={"Authorization": f"Basic {known}"}, verbose=False)
        assert len(client.predict(api_name="/collection")) == 5


def test_programs_wait_and_are_counted_as_visitors_are(seeded: Store) -> None:
    """A full line and too many questions a minute are told; another caller is not held up."""
    api = Api(Assistant(seeded), Line(0, 0), Pace(MOST_A_MINUTE))
    with pytest.raises(QuestionError, match="Busy: 0 questions are waiting"):
        asyncio.run(api.ask("a", "Where?"))
    api = Api(Assistant(seeded), Line(1, 1), Pace(1))
    asyncio.run(api.retrieve("a", "Where?"))
    with pytest.raises(QuestionError, match="Only 1 questions a minute"):
        asyncio.run(api.ask("a", "Where?"))
    assert asyncio.run(api.retrieve("b", "Where?"))


def readme(language: str, word: str, place: str) -> str:
    """The README's block in a language that holds a word, for a page at another place."""
    blocks = re.findall(rf"```{language}\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (block,) = (block for block in blocks if word in block)
    return str(block).replace("http://127.0.0.1:7860", place)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_readmes_curl_gets_an_answer(address: str) -> None:
    """The lines for a shell in the README run as they stand, and print the event with the answer."""
    ran = subprocess.run(["sh", "-c", readme("sh", "curl -sN", address)], capture_output=True, text=True, check=True)
    assert "event: complete" in ran.stdout
    assert "Plekhovo" in ran.stdout


def test_the_readmes_client_gets_an_answer(address: str) -> None:
    """The lines of gradio_client in the README run as they stand, and print the answer."""
    code = readme("py", "gradio_client", address)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Plekhovo" in ran.stdout


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("r"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["question", "resolved", "claims", "evidence", "marker", "x"]), inner)
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outlets=JSON, history=JSON, k=JSON)
def test_whatever_is_sent_is_read_or_refused(seeded: Store, outlets: Any, history: Any, k: Any) -> None:
    """Any JSON in place of arguments gives passages or a sentence, and no other error."""
    api = Api(Assistant(seeded), Line(1, 1), Pace(10**6))
    with suppress(QuestionError):
        found = asyncio.run(
            api.retrieve("a", "Where were the troops?", cast(Any, k), None, None, None, outlets, history)
        )
        assert isinstance(found, list)
