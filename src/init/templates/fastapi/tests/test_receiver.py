import hashlib
import hmac
import json

import pytest
from fastapi.testclient import TestClient

from app.api import create_app
from app.handlers import handle_event
from app.logto_events import LogtoPayload
from app.receiver import Handler, Receiver

KEY = b"a-signing-key-for-tests"
USER_CREATED = b'{"event": "User.Created", "data": {"id": "user_1", "name": "Zo\xc3\xab"}}'


def start(handle: Handler, retries: int = 1) -> TestClient:
    """Returns a client of a new app; leaving its context stops the app and finishes its work."""
    return TestClient(create_app(Receiver(KEY, handle, [0.0] * retries)))


def deliver(client: TestClient, body: bytes, key: bytes = KEY) -> int:
    signature = hmac.new(key, body, hashlib.sha256).hexdigest()
    headers = {"logto-signature-sha-256": signature, "content-type": "application/json"}
    return client.post("/webhooks/logto", content=body, headers=headers).status_code


async def must_not_be_called(payload: LogtoPayload, delivery_id: str) -> None:
    raise AssertionError(f"{delivery_id} was handled")


def test_handles_a_repeated_delivery_once_and_retries_it() -> None:
    attempts: list[str] = []

    async def fail_once(payload: LogtoPayload, delivery_id: str) -> None:
        attempts.append(payload["event"])
        if len(attempts) == 1:
            raise RuntimeError("not yet")

    with start(fail_once) as client:
        assert [deliver(client, USER_CREATED) for _ in range(2)] == [200, 200]
    assert attempts == ["User.Created", "User.Created"]


def test_logs_a_lost_event_with_its_user(caplog: pytest.LogCaptureFixture) -> None:
    with start(must_not_be_called) as client:
        assert deliver(client, USER_CREATED) == 200
    assert "event lost: User.Created" in caplog.messages[-1]
    assert "(user user_1)" in caplog.messages[-1]


def test_handles_events_with_its_own_handler(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    with start(handle_event) as client:
        assert deliver(client, USER_CREATED) == 200
        assert deliver(client, b'{"event": "Something.New"}') == 200
    assert caplog.messages.count("user created: user_1") == 1
    assert not any("failed" in message for message in caplog.messages)


def test_acknowledges_the_test_payload_of_the_console_without_handling_it() -> None:
    body = {"event": "User.Created", "userAgent": "fake-user-agent", "sessionId": "fake-session-id"}
    with start(must_not_be_called, retries=0) as client:
        assert deliver(client, json.dumps(body).encode()) == 200


def test_rejects_what_logto_did_not_sign() -> None:
    with start(must_not_be_called) as client:
        assert deliver(client, USER_CREATED, key=b"other") == 401
        assert client.post("/webhooks/logto", content=USER_CREATED).status_code == 401
        for signature in (b"", b"00", b"\xfc" * 64):
            headers = {b"logto-signature-sha-256": signature}
            response = client.post("/webhooks/logto", content=USER_CREATED, headers=headers)
            assert response.status_code == 401


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b'{"no": "event"}', b"[" * 100_000])
def test_rejects_what_is_not_a_payload(body: bytes) -> None:
    with start(must_not_be_called) as client:
        assert deliver(client, body) == 400


def test_rejects_a_body_that_is_too_large() -> None:
    with start(must_not_be_called) as client:
        assert deliver(client, b" " * 5_300_000) == 413


def test_answers_405_to_other_methods_and_reports_its_health() -> None:
    with start(must_not_be_called) as client:
        assert client.get("/webhooks/logto").status_code == 405
        assert client.get("/healthz").json() == {"status": "ok"}
