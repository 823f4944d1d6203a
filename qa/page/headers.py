"""Who may ask for the page and how much they may send, and what its replies forbid a browser to do."""

import base64
import binascii
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from qa.page.access import Access

LOOPBACK = ("127.0.0.1", "localhost", "::1")
ANYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - recognised, not used
_MEGABYTE = 1024 * 1024
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self'; frame-src 'none'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
]


def written(host: str) -> str:
    """A host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def _names(host: str) -> list[str]:
    """The names under which a browser may ask for the page, so that no foreign site can pose as it."""
    if host in ANYWHERE:
        return ["*"]  # the names of this machine are not known here
    return [*{written(name): None for name in (*LOOPBACK, host)}]


class _SecurityHeaders:
    """Adds headers to every reply. Plain ASGI, so that streamed events are not held back."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        async def send_with_headers(message: "Message") -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_HEADERS]
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class _Door:
    """Lets in who knows the password, where one is asked for, and no request that another site's page has sent."""

    def __init__(self, app: "ASGIApp", access: "Access") -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: "Scope") -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin and urlsplit(origin).netloc != headers.get("host"):
            return PlainTextResponse("Requests from other sites are refused.", 403)
        # Before it serves, the page's own server calls this to see that it runs; it gives and changes nothing.
        if self._access.is_guarded and scope["path"] != "/gradio_api/startup-events" and not self._knows(headers):
            asks = {"www-authenticate": 'Basic realm="Dateline", charset="UTF-8"'}
            return PlainTextResponse("This page asks for a user and a password.", 401, asks)
        return None

    def _knows(self, headers: Headers) -> bool:
        kind, _, told = headers.get("authorization", "").partition(" ")
        try:
            user, _, password = base64.b64decode(told, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return False
        return kind.lower() == "basic" and self._access.admits(user, password)


class _Bounds:
    """Cuts off a request that sends more than it may; files may be sent only where the collection may be changed."""

    def __init__(self, app: "ASGIApp", may_change: bool, largest_upload: int) -> None:
        self._app = app
        self._may_change = may_change
        self._largest_upload = largest_upload

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        uploads = scope["path"].rstrip("/").endswith("/upload")
        if uploads and not self._may_change:
            await PlainTextResponse("This collection is read-only.", 403)(scope, receive, send)
            return
        most = self._largest_upload if uploads else 2 * _MEGABYTE
        told = Headers(scope=scope).get("content-length", "0")
        if not told.isdigit() or int(told) > most:
            await PlainTextResponse(f"At most {most // _MEGABYTE} MB can be sent at once.", 413)(scope, receive, send)
            return
        sent = 0

        async def receive_so_much() -> "Message":
            nonlocal sent
            message = await receive()
            sent += len(message.get("body", b""))
            return message if sent <= most else {"type": "http.disconnect"}

        await self._app(scope, receive_so_much, send)


def guards(host: str, access: "Access", largest_upload: int) -> list[Middleware]:
    """What stands before a page that listens on `host`.

    Foreign names and sites are refused, a password is asked for where there is one, requests are bounded (an upload to
    `largest_upload` bytes), and every reply has a policy.
    """
    return [
        Middleware(_SecurityHeaders),
        Middleware(TrustedHostMiddleware, allowed_hosts=_names(host)),
        Middleware(_Door, access=access),
        Middleware(_Bounds, may_change=access.may_change, largest_upload=largest_upload),
    ]
