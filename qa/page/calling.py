"""How the API is called through Gradio: who calls is known, and what goes wrong is told in a sentence."""

import inspect
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from starlette.middleware import Middleware
from starlette.responses import JSONResponse

from qa.page.conversation import failed

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_CALL = re.compile(r"/gradio_api/call/(?P<by_name>v2/)?(?P<name>[^/]+)/?")
_SEE = "GET /gradio_api/info tells all calls and their arguments."


def as_called(
    call: Callable[..., Any], request: type, address: Callable[[Any], str], error: Callable[..., Exception]
) -> Callable[..., Any]:
    """A call as Gradio makes it, which reads the signature: `visitor` is the address that a `request` comes from."""
    takes = inspect.signature(call)
    counted = "visitor" in takes.parameters

    async def made(asked: object, *given: Any) -> Any:
        try:
            return await call(*([address(asked)] if counted else []), *given)
        except Exception as raised:  # noqa: BLE001 - every error is told as a sentence
            raise error(failed("", raised).ended, print_exception=False) from None

    who = inspect.Parameter("asked", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=request)
    others = [parameter for name, parameter in takes.parameters.items() if name != "visitor"]
    vars(made)["__signature__"] = takes.replace(parameters=[who, *others])
    made.__annotations__ = {**call.__annotations__, "asked": request}
    made.__doc__ = call.__doc__
    return made


def called(calls: Mapping[str, Callable[..., Any]]) -> Middleware:
    """Lets calls by these names through that have the arguments that they take."""
    return Middleware(_Calls, takes={name: _arguments(call) for name, call in calls.items()})


def _arguments(call: Callable[..., Any]) -> dict[str, bool]:
    """What a call takes, and whether it needs it, in order."""
    parameters = inspect.signature(call).parameters.values()
    return {p.name: p.default is inspect.Parameter.empty for p in parameters if p.name not in ("self", "visitor")}


class _Calls:
    def __init__(self, app: "ASGIApp", takes: Mapping[str, Mapping[str, bool]]) -> None:
        self._app = app
        self._takes = takes

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        post = scope["type"] == "http" and scope["method"] == "POST"
        called = _CALL.fullmatch(scope["path"]) if post else None
        if not called:
            await self._app(scope, receive, send)
            return
        takes = self._takes.get(called["name"])
        if takes is None:
            await _refusal(404, f"No call has the name {called['name']!r}.")(scope, receive, send)
            return
        messages = await _all(receive)
        wrong = _mistake(b"".join(m.get("body", b"") for m in messages), takes, by_name=bool(called["by_name"]))
        if wrong:
            await _refusal(422, wrong)(scope, receive, send)
            return
        replayed = iter(messages)

        async def receive_again() -> "Message":
            return next(replayed, None) or await receive()

        await self._app(scope, receive_again, send)


async def _all(receive: "Receive") -> Sequence["Message"]:
    """A request's body, as it came; it ends early where the sender hung up or was cut off."""
    messages = [await receive()]
    while messages[-1].get("more_body"):
        messages.append(await receive())
    return messages


def _mistake(body: bytes, takes: Mapping[str, bool], *, by_name: bool) -> str:
    """What is wrong with the arguments of a call; "" where nothing is."""
    try:
        told = json.loads(body)
    except ValueError:
        return "The body is no JSON."
    if not isinstance(told, dict):
        return "The body must be a JSON object."
    if not by_name:
        data = told.get("data")
        if isinstance(data, list) and len(data) == len(takes):
            return ""
        return f"`data` must be an array of {len(takes)}: {', '.join(takes)}, with null for what is not given."
    if unknown := [name for name in told if name not in takes]:
        return f"There is no argument {unknown[0]!r}."
    lacking = [name for name, needed in takes.items() if needed and name not in told]
    return f"The argument {lacking[0]!r} is missing." if lacking else ""


def _refusal(status: int, why: str) -> JSONResponse:
    return JSONResponse({"error": f"{why} {_SEE}"}, status)
