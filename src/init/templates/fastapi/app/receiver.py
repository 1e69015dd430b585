"""Verifies, deduplicates and acknowledges deliveries, and then handles them."""

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Optional, cast

from app.logto_events import LogtoPayload

logger = logging.getLogger(__name__)

MAX_REMEMBERED = 10_000
ATTEMPT_SECONDS = 60.0
# The waits before each retry of an event whose handler failed: about five minutes.
RETRY_SECONDS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 60.0, 120.0)

Handler = Callable[[LogtoPayload, str], Awaitable[None]]


class Receiver:
    """Receives the deliveries of one webhook."""

    def __init__(
        self,
        signing_key: bytes,
        handle: Handler,
        retry_seconds: Sequence[float] = RETRY_SECONDS,
    ) -> None:
        self._signing_key = signing_key
        self._handle = handle
        self._retry_seconds = retry_seconds
        self._seen: dict[str, None] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()

    def receive(self, raw_body: bytes, signature: str) -> int:
        """Returns the status to respond with. The event is handled in the background."""
        if not self._is_signed(raw_body, signature):
            return 401
        payload = parse(raw_body)
        if payload is None:
            return 400
        # Repeated deliveries have the same bytes; Logto sends no other id.
        delivery_id = hashlib.sha256(raw_body).hexdigest()
        if not is_console_test(payload) and self._remember(delivery_id):
            self._start(payload, delivery_id)
        return 200

    async def drain(self, seconds: float) -> None:
        """Finishes what was acknowledged. Events that wait for a retry get one last attempt now."""
        self._stopping.set()
        if not self._tasks:
            return
        _, unfinished = await asyncio.wait(self._tasks, timeout=seconds)
        for task in unfinished:
            logger.error("event lost: %s: the receiver stopped first", task.get_name())
            task.cancel()

    def _is_signed(self, raw_body: bytes, signature: str) -> bool:
        """Compares the signature of the bytes as sent, in constant time."""
        expected = hmac.new(self._signing_key, raw_body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected.encode(), signature.encode())

    def _remember(self, delivery_id: str) -> bool:
        """Returns whether a delivery is new."""
        if delivery_id in self._seen:
            return False
        self._seen[delivery_id] = None
        if len(self._seen) > MAX_REMEMBERED:
            del self._seen[next(iter(self._seen))]
        return True

    def _start(self, payload: Mapping[str, Any], delivery_id: str) -> None:
        name = f"{payload['event']} {delivery_id} (user {user_id_of(payload)})"
        # The signature proves that Logto wrote the payload, so its event tells its type.
        work = self._run(cast(LogtoPayload, payload), delivery_id, name)
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)  # The event loop keeps only a weak reference.
        task.add_done_callback(self._tasks.discard)

    async def _run(self, payload: LogtoPayload, delivery_id: str, name: str) -> None:
        for delay in (*self._retry_seconds, None):
            is_last = delay is None or self._stopping.is_set()
            try:
                await asyncio.wait_for(self._handle(payload, delivery_id), ATTEMPT_SECONDS)
                return
            except Exception:
                logger.warning("attempt failed: %s", name, exc_info=True)
            if is_last:
                self._seen.pop(delivery_id, None)  # Accepted again if Logto repeats it.
                logger.error("event lost: %s: all attempts failed", name)
                return
            try:
                await asyncio.wait_for(self._stopping.wait(), delay)
            except asyncio.TimeoutError:
                pass


def parse(raw_body: bytes) -> Optional[Mapping[str, Any]]:
    """Returns the payload, or None unless the body is a JSON object with the name of an event."""
    try:
        payload = json.loads(raw_body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(payload, dict) or not isinstance(payload.get("event"), str):
        return None
    return payload


def is_console_test(payload: Mapping[str, Any]) -> bool:
    """Returns whether it is the Console's test payload, which lacks the fields of its event."""
    marks = {"userAgent": "fake-", "path": "/fake-", "sessionId": "fake-", "userIp": "fake-"}
    return sum(str(payload.get(key)).startswith(mark) for key, mark in marks.items()) >= 2


def user_id_of(payload: Mapping[str, Any]) -> Any:
    """Returns the id of the user that an event is about, or None."""
    data = payload.get("data")
    if payload["event"].startswith("User.") and isinstance(data, dict):
        return data.get("id")
    return payload.get("userId")
