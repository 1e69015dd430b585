"""The receiver's routes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Optional

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from app.receiver import Receiver

MAX_BODY_BYTES = 5 * 1024 * 1024
READ_SECONDS = 10
# Less than the 30 seconds that Docker and Kubernetes can be told to wait.
STOP_SECONDS = 20

ERRORS = {
    401: "The signature is missing or invalid.",
    400: "The body is not a Logto payload.",
}


def create_app(receiver: Receiver) -> FastAPI:
    """Creates the routes, and finishes the receiver's work when the server stops."""

    @asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[None]:
        yield
        await receiver.drain(STOP_SECONDS)

    app = FastAPI(openapi_url=None)
    # FastAPI(lifespan=lifespan) does the same from 0.93.
    app.router.lifespan_context = lifespan

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.post("/webhooks/logto")
    async def receive(request: Request) -> JSONResponse:
        try:
            raw_body = await asyncio.wait_for(read_body(request), READ_SECONDS)
        except (asyncio.TimeoutError, ClientDisconnect):
            return error(408, "The body did not arrive in time.")
        if raw_body is None:
            return error(413, "The body is too large.")
        signatures = request.headers.getlist("logto-signature-sha-256")
        signature = signatures[0] if len(signatures) == 1 else ""
        status = receiver.receive(raw_body, signature)
        return JSONResponse({"ok": True}) if status == 200 else error(status, ERRORS[status])

    return app


async def read_body(request: Request) -> Optional[bytes]:
    """Reads the bytes as sent, which the signature covers. Returns None if they are too many."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            return None
    return bytes(body)


def error(status: int, message: str) -> JSONResponse:
    # The rest of a body that was not read is not read later either.
    headers = {"connection": "close"} if status in (408, 413) else None
    return JSONResponse({"error": message}, status, headers)
