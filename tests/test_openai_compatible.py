"""Promises of the ways to ask a language model, over real HTTP and in this process."""

import json
import socket
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import openai  # noqa: F401 - its second of import is not part of any deadline below
import pytest

from index.errors import ModelError, ModelFaulted, ModelRefused, ModelUnreachable, SettingsError
from qa.local_model import LocalModel
from qa.openai_compatible import OpenAICompatible
from qa.replies import CUT, LONGEST, read_usage
from qa.types import Message, Usage, Words
from tests.faulty_server import Exchange, faulty_server

if TYPE_CHECKING:
    from tests.model_server import ModelServer

pytest_plugins = ("tests.model_server",)

KEY = "gsk_0123456789abcdef/+="
ASK = (Message("system", "Answer from the reports."), Message("user", "Were the troops withdrawn?"))
GUARD = 15.0  # seconds: an answer that takes longer hangs


def ask(base_url: str, seconds: float = 10.0, key: str = KEY) -> tuple[str, list[Words]]:
    """The whole reply and its pieces, with a guard against hanging."""
    began = time.monotonic()
    try:
        pieces = list(OpenAICompatible("small", base_url, key).write(ASK, seconds=seconds))
    finally:
        assert time.monotonic() - began < GUARD, "it hangs"
    return "".join(piece.text for piece in pieces), pieces


def fault(answer: Callable[[Exchange], None], kind: type[ModelError], seconds: float = 10.0) -> str:
    """What a person is told when the server answers so; the key is in nothing that may be printed."""
    with faulty_server(answer) as server, pytest.raises(kind) as raised:
        ask(server.base_url, seconds)
    assert type(raised.value) is kind
    printed = "".join(traceback.format_exception(raised.value))
    assert KEY not in printed
    return str(raised.value)


def test_words_arrive_as_they_are_written_and_the_last_carry_the_usage() -> None:
    """A good stream is passed on piece by piece, with the tokens that it cost at its end."""
    with faulty_server(Exchange.answer_well) as server:
        text, pieces = ask(server.base_url)
    assert text == "Two words."
    assert [piece.text for piece in pieces] == ["Two ", "words.", ""]
    assert pieces[-1].usage == Usage(11, 2)
    assert server.requests[0]["messages"][1] == {"role": "user", "content": ASK[1].content}
    assert server.requests[0]["temperature"] == 0
    assert server.authorizations == [f"Bearer {KEY}"]


@pytest.mark.parametrize(("stated", "cost"), [({"cost": 0.0042}, 0.0042), ({}, None), ({"cost": "much"}, None)])
def test_what_a_server_states_as_cost_is_told(stated: dict[str, object], cost: float | None) -> None:
    """A cost that the server states comes with the counts of tokens; none is made up where it states none."""
    counted = read_usage({"prompt_tokens": 11, "completion_tokens": 2, **stated}, "prompt_tokens", "completion_tokens")
    assert counted == Usage(11, 2, cost=cost)


def test_the_first_words_come_before_the_last_are_written() -> None:
    """Nothing waits for the whole answer."""

    def answer(exchange: Exchange) -> None:
        exchange.begin()
        exchange.delta("First")
        exchange.wait_for_hang_up()

    with faulty_server(answer) as server:
        words = OpenAICompatible("small", server.base_url).write(ASK, seconds=10)
        assert next(words).text == "First"


def test_half_a_character_does_not_stop_a_question() -> None:
    """Broken text from a command line is asked as well as it can be."""
    with faulty_server(Exchange.answer_well) as server:
        words = OpenAICompatible("small", server.base_url).write([Message("user", "\ud800 why")], seconds=10)
        assert "".join(piece.text for piece in words) == "Two words."
    assert server.requests[0]["messages"][0]["content"] == "? why"


def test_closing_the_reply_hangs_up() -> None:
    """A reader who stops reading stops the server too."""

    def answer(exchange: Exchange) -> None:
        exchange.begin()
        exchange.delta("First")
        exchange.wait_for_hang_up()

    with faulty_server(answer) as server:
        words = OpenAICompatible("small", server.base_url).write(ASK, seconds=20)
        next(words)
        words.close()  # type: ignore[attr-defined]
        assert server.hung_up.wait(5)


def test_a_server_that_takes_no_key_is_sent_none_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key for one server never reaches another one."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-for-somebody-else")
    with faulty_server(Exchange.answer_well) as server:
        ask(server.base_url, key="")
    assert "somebody" not in server.authorizations[0]


def test_a_server_on_this_machine_is_not_asked_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a proxy is set for the world outside, a local model still answers."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with faulty_server(Exchange.answer_well) as server:
        assert ask(server.base_url)[0] == "Two words."


@pytest.mark.parametrize(
    ("option", "instead"),
    [("stream_options", None), ("temperature", None), ("max_tokens", "max_completion_tokens")],
)
def test_an_option_that_the_server_does_not_know_is_left_out(option: str, instead: str | None) -> None:
    """A 400 about an option is answered by asking without it, or with its newer name, and remembered."""

    def answer(exchange: Exchange) -> None:
        if option in exchange.asked:
            exchange.refuse(400, f"Unsupported parameter: '{option}'.")
        else:
            exchange.answer_well()

    with faulty_server(answer) as server:
        model = OpenAICompatible("small", server.base_url)
        for _ in range(2):
            assert "".join(w.text for w in model.write(ASK, seconds=10)) == "Two words."
    assert [option in request for request in server.requests] == [True, False, False]
    assert instead is None or server.requests[-1][instead] == 700


def test_a_server_that_is_busy_for_a_moment_is_asked_once_more() -> None:
    """A 429 whose wait fits is waited for, once."""

    def answer(exchange: Exchange) -> None:
        if len(server.requests) == 1:
            exchange.refuse(429, "slow down", retry_after="0.2")
        else:
            exchange.answer_well()

    with faulty_server(answer) as server:
        assert ask(server.base_url)[0] == "Two words."


@pytest.mark.parametrize(
    ("status", "message", "kind", "advice", "requests"),
    [
        (401, f"Incorrect API key provided: {KEY}", ModelRefused, "OPENAI_API_KEY", 1),
        (403, f"no access for {KEY}", ModelRefused, "OPENAI_API_KEY", 1),
        (404, f"The model `small` does not exist for {KEY}", ModelRefused, "OPENAI_MODEL", 1),
        (402, f"pay for {KEY}", ModelRefused, "credit", 1),
        (429, "You exceeded your current quota, check your plan.", ModelRefused, "credit", 1),
        (429, f"too fast, {KEY}", ModelRefused, "Wait", 2),
        (400, f"maximum context length is 2048 tokens {KEY}", ModelRefused, "larger context", 1),
        (400, f"strange {KEY}", ModelRefused, "OPENAI_MODEL", 1),
        (500, f"broken {KEY}", ModelFaulted, "Ask again", 2),
        (503, f"Loading model {KEY}", ModelUnreachable, "Wait", 2),
    ],
)
def test_a_refusal_says_what_to_do_and_not_the_key(
    status: int, message: str, kind: type[ModelError], advice: str, requests: int
) -> None:
    """Each status becomes its kind of error, with a next step, and at most one more try."""
    with faulty_server(lambda exchange: exchange.refuse(status, message)) as server:
        with pytest.raises(kind) as raised:
            ask(server.base_url)
        assert advice in str(raised.value)
        assert KEY not in "".join(traceback.format_exception(raised.value))
        assert len(server.requests) == requests


@pytest.mark.parametrize("shown", [KEY, quote(KEY, safe=""), KEY[:6] + "\u200b" + KEY[6:], "sk-ab12c***********wxyz"])
def test_a_key_is_not_shown_in_any_form(shown: str) -> None:
    """As it is, as part of an address, with an invisible character, cut off, or with its middle left out."""
    said = fault(lambda exchange: exchange.refuse(400, f"{shown} {'x' * 150} {shown} {'y' * 500}"), ModelRefused)
    assert "[key]" in said
    assert shown[:6] not in said
    assert len(said) < 450


def test_a_wait_that_does_not_fit_is_not_waited_for() -> None:
    """A server that asks for two minutes is not given them."""
    said = fault(lambda exchange: exchange.refuse(429, "later", retry_after="120"), ModelRefused)
    assert "asked too often" in said


def test_a_server_that_is_not_there_is_unreachable() -> None:
    """Where nobody listens, the message says to start it."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(ModelUnreachable, match="cannot be reached"):
            ask(f"http://127.0.0.1:{unused.getsockname()[1]}/v1")


def test_a_host_without_an_address_is_unreachable() -> None:
    """A name that no name server knows is no more than an unreachable model."""
    with pytest.raises(ModelUnreachable):
        ask("http://nowhere.invalid/v1", seconds=5)


def test_a_server_that_never_begins_is_given_up() -> None:
    """No word within the deadline: ModelUnreachable."""
    assert "gave no answer" in fault(Exchange.wait_for_hang_up, ModelUnreachable, seconds=1)


def test_a_server_whose_head_trickles_is_given_up() -> None:
    """A response head that never ends does not outlast the deadline, and is hung up on."""

    def answer(exchange: Exchange) -> None:
        exchange.wfile.write(b"HTTP/1.1 200 OK\r\n")
        exchange.trickle(lambda: exchange.wfile.write(b"X-More: 1\r\n"))

    with faulty_server(answer) as server:
        with pytest.raises(ModelUnreachable):
            ask(server.base_url, seconds=1)
        assert server.hung_up.wait(5)


@pytest.mark.parametrize("piece", [b": still here\n\n", b"data: ", b'data: {"choices": []}\n\n'])
def test_a_stream_that_trickles_without_words_is_given_up(piece: bytes) -> None:
    """Comments, halves of events and events without words do not hold off the deadline."""

    def answer(exchange: Exchange) -> None:
        exchange.begin()
        exchange.trickle(lambda: exchange.wfile.write(piece))

    assert "gave no answer" in fault(answer, ModelUnreachable, seconds=1)


def test_a_stream_that_trickles_for_ever_is_given_up() -> None:
    """A word now and then does not hold off the deadline: it is one for the whole answer."""

    def answer(exchange: Exchange) -> None:
        exchange.begin()
        exchange.trickle(lambda: exchange.delta("and "))

    assert "in the middle" in fault(answer, ModelUnreachable, seconds=1)


def test_a_stream_that_floods_is_given_up() -> None:
    """A server that never comes to an end is stopped, however fast it writes."""

    def answer(exchange: Exchange) -> None:
        exchange.begin()
        while True:
            exchange.delta("and " * (LONGEST // 20))

    assert "did not come to an end" in fault(answer, ModelFaulted)


def test_a_slow_reader_does_not_hold_off_the_deadline() -> None:
    """Words that lie ready after the deadline are not taken: it counts from the call, whoever is slow."""

    def answer(exchange: Exchange) -> None:
        exchange.begin()
        exchange.trickle(lambda: exchange.delta("and "))

    with faulty_server(answer) as server:
        words = OpenAICompatible("small", server.base_url).write(ASK, seconds=1)
        next(words)
        time.sleep(1)
        with pytest.raises(ModelUnreachable):
            next(words)


def test_a_stream_that_stalls_is_given_up() -> None:
    """Words and then silence: ModelUnreachable at the deadline, and the words had come."""

    def answer(exchange: Exchange) -> None:
        exchange.begin()
        exchange.delta("The troops")
        exchange.wait_for_hang_up()

    assert "in the middle" in fault(answer, ModelUnreachable, seconds=1)


def test_a_stream_that_is_cut_is_a_fault() -> None:
    """A connection that ends before the response does: ModelFaulted."""

    def answer(exchange: Exchange) -> None:
        exchange.promise(10_000)
        exchange.delta("The troops")

    assert "broke off" in fault(answer, ModelFaulted)


def test_a_stream_without_an_end_is_a_fault() -> None:
    """A response that ends with no reason why is not taken for a whole answer."""

    def answer(exchange: Exchange) -> None:
        exchange.begin()
        exchange.delta("The troops")

    assert "broke off" in fault(answer, ModelFaulted)


def test_a_stream_that_is_not_closed_after_its_end_is_whole() -> None:
    """Once the server has said why the answer ends, only its usage is waited for, and not for long."""

    def answer(exchange: Exchange) -> None:
        exchange.begin()
        exchange.delta("Two words.", "stop")
        exchange.wait_for_hang_up()

    with faulty_server(answer) as server:
        text, pieces = ask(server.base_url, seconds=60)
    assert text == "Two words."
    assert pieces[-1].usage is None


def test_an_answer_that_reached_its_limit_says_so() -> None:
    """finish_reason "length" keeps the words and ends them in the sign of a cut."""

    def answer(exchange: Exchange) -> None:
        exchange.begin()
        exchange.delta("They left. They then")
        exchange.end("length")

    with faulty_server(answer) as server:
        text, pieces = ask(server.base_url)
    assert text == "They left. They then" + CUT
    assert pieces[-1] == Words(CUT, Usage(11, 2))


@pytest.mark.parametrize(
    ("finish", "kind", "advice"),
    [
        ("length", ModelFaulted, "tokens"),
        ("content_filter", ModelRefused, "other words"),
        ("stop", ModelFaulted, "word"),
    ],
)
def test_an_answer_without_a_word_is_a_fault(finish: str, kind: type[ModelError], advice: str) -> None:
    """An ended stream with nothing said is never an empty answer."""

    def answer(exchange: Exchange) -> None:
        exchange.begin()
        exchange.delta("\n")
        exchange.end(finish)

    assert advice in fault(answer, kind)


def test_a_web_page_is_a_fault() -> None:
    """HTTP 200 with HTML says that the address is wrong."""
    page = b"<html><body>It works!</body></html>"
    assert "OPENAI_BASE_URL" in fault(lambda exchange: exchange.send(200, page, "text/html"), ModelFaulted)


def test_an_error_page_is_not_shown() -> None:
    """A gateway's HTML is no part of the message."""
    said = fault(lambda exchange: exchange.send(502, b"<html>bad gateway</html>", "text/html"), ModelUnreachable)
    assert "<" not in said


def test_an_answer_in_one_piece_is_a_fault() -> None:
    """A server that does not stream is told from one that is silent."""
    body = json.dumps({"choices": [{"message": {"content": "Hello."}}]}).encode()
    assert "stream" in fault(lambda exchange: exchange.send(200, body), ModelFaulted)


@pytest.mark.parametrize(
    "event",
    [
        b"not json",
        b"[]",
        b"3",
        b'"words"',
        b'{"choices": null}',
        b'{"choices": []}',
        b'{"choices": [null]}',
        b'{"choices": {"0": 1}}',
        b'{"choices": [{"delta": null}]}',
        b'{"choices": [{"delta": {"content": 7}}]}',
        b'{"choices": [{"delta": {"content": ["a"]}}], "usage": "much"}',
        b"\xff\xfe",
    ],
)
def test_an_event_of_another_form_is_a_fault(event: bytes) -> None:
    """Whatever stands where words should, it ends as ModelFaulted and never as another exception."""

    def answer(exchange: Exchange) -> None:
        exchange.begin()
        exchange.data(event)
        exchange.data(b"[DONE]")

    fault(answer, ModelFaulted)


def test_an_error_within_the_stream_is_told() -> None:
    """An error object among the events becomes the error that it is, without the key."""

    def answer(exchange: Exchange) -> None:
        exchange.begin()
        exchange.delta("The troops")
        exchange.data({"error": {"message": f"worker died with {KEY}", "code": 500}})

    assert "worker died with [key]" in fault(answer, ModelFaulted)


@pytest.mark.parametrize(
    "address", ["localhost:11434/v1", "ftp://localhost/v1", "/v1", "http://", "http://h:x", "http://[::1"]
)
def test_an_address_that_is_none_is_refused_at_once(address: str) -> None:
    """A base URL without http:// is a setting to correct, not a model that is away."""
    with pytest.raises(SettingsError, match="OPENAI_BASE_URL"):
        OpenAICompatible("small", address)


def test_a_key_with_a_strange_character_is_refused_without_showing_it() -> None:
    """A key that no header can carry is named as a setting; white space around one is not part of it."""
    with pytest.raises(SettingsError, match="OPENAI_API_KEY") as raised:
        OpenAICompatible("small", "http://localhost/v1", "sk-abc\u2026def")
    assert "sk-abc" not in str(raised.value)
    with faulty_server(Exchange.answer_well) as server:
        assert ask(server.base_url, key=KEY + "\n")[0] == "Two words."
    assert server.authorizations == [f"Bearer {KEY}"]


def test_the_model_shows_neither_key_nor_password() -> None:
    """repr() holds the name and the host, nothing secret."""
    shown = repr(OpenAICompatible("small", "https://reader:pass-word@models.example/v1", KEY))
    assert "small" in shown
    assert "models.example" in shown
    assert KEY not in shown
    assert "pass-word" not in shown


def test_a_real_server_streams_an_answer(model_server: "ModelServer") -> None:
    """llama.cpp's server is understood: words in pieces, an end, and what it cost."""
    model = OpenAICompatible(model_server.model, model_server.base_url, max_tokens=24)
    pieces = list(model.write([Message("user", "Name three colours.")], seconds=60))
    assert len(pieces) > 3
    assert "".join(piece.text for piece in pieces).strip()
    assert pieces[-1].usage
    assert 0 < pieces[-1].usage.completion_tokens <= 24


def test_a_real_server_says_when_a_question_is_too_long(model_server: "ModelServer") -> None:
    """More than the model can read is refused with that reason."""
    model = OpenAICompatible(model_server.model, model_server.base_url)
    with pytest.raises(ModelRefused, match="larger context"):
        list(model.write([Message("user", "report " * 6000)], seconds=60))


@pytest.fixture(scope="module")
def local(model_file: Path) -> LocalModel:
    """The small model in this process, loaded once."""
    return LocalModel(model_file, max_tokens=24, context=1024)


def test_a_local_model_answers(local: LocalModel) -> None:
    """A .gguf file answers in this process, in pieces, with what it cost."""
    pieces = list(local.write([Message("user", "Name three colours.")], seconds=60))
    assert len(pieces) > 3
    assert "".join(piece.text for piece in pieces).strip()
    assert pieces[-1].usage
    assert pieces[-1].usage.completion_tokens <= 24


def test_a_local_model_can_be_stopped_and_asked_again(local: LocalModel) -> None:
    """A reply that is closed early leaves the model free for the next one."""
    words = local.write([Message("user", "Tell a long story.")], seconds=60)
    next(words)
    words.close()  # type: ignore[attr-defined]
    assert "".join(w.text for w in local.write([Message("user", "Say hello.")], seconds=60)).strip()


def test_a_local_model_keeps_the_deadline(local: LocalModel) -> None:
    """Reading a long question counts too: at the deadline it is ModelUnreachable, and the model goes on working."""
    with pytest.raises(ModelUnreachable):
        list(local.write([Message("user", "report " * 900)], seconds=0.05))
    assert "".join(w.text for w in local.write([Message("user", "Say hello.")], seconds=60)).strip()


def test_a_local_model_says_when_a_question_is_too_long(local: LocalModel) -> None:
    """More than its context is refused with that reason."""
    with pytest.raises(ModelRefused, match="larger context"):
        list(local.write([Message("user", "report " * 6000)], seconds=60))


def test_a_local_model_is_named_by_its_file_or_itself(local: LocalModel, tmp_path: Path) -> None:
    """The name is the one in the file's metadata, else the file's own."""
    assert "smol" in local.name.lower()
    nameless = tmp_path / "tiny-model.gguf"
    nameless.write_bytes(b"GGUF" + (3).to_bytes(4, "little") + bytes(16))
    assert LocalModel(nameless).name == "tiny-model"


def test_a_file_that_is_missing_or_no_model_is_a_setting_to_correct(tmp_path: Path) -> None:
    """The message names the file and the form that it should have."""
    with pytest.raises(SettingsError, match=r"absent\.gguf"):
        LocalModel(tmp_path / "absent.gguf")
    text = tmp_path / "notes.gguf"
    text.write_text("These are notes.")
    with pytest.raises(SettingsError, match="GGUF"):
        LocalModel(text)


def test_a_missing_extra_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without xllamacpp the message is the command to type."""
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    file = tmp_path / "tiny-model.gguf"
    file.write_bytes(b"GGUF" + bytes(20))
    with pytest.raises(SettingsError, match=r"pip install 'dateline\[local\]'"):
        LocalModel(file)


def test_a_model_file_that_is_cut_is_a_fault(model_file: Path, tmp_path: Path) -> None:
    """A half-downloaded file is told from a model, and does not take the process with it."""
    half = tmp_path / "half.gguf"
    with model_file.open("rb") as whole:
        half.write_bytes(whole.read(3_000_000))
    with pytest.raises(ModelFaulted, match=r"half\.gguf"):
        list(LocalModel(half).write(ASK, seconds=30))
