"""Your code: what to do for each event."""

import logging

from app.logto_events import LogtoPayload

logger = logging.getLogger(__name__)


async def handle_event(payload: LogtoPayload, delivery_id: str) -> None:
    """Handles one event after the acknowledgment; its name tells the type of its payload.

    An event can arrive twice and out of order. If this raises, it is called again, with growing
    delays. Run blocking code with asyncio.to_thread.
    """
    if payload["event"] == "User.Created":
        logger.info("user created: %s", payload["data"]["id"])
    elif payload["event"] == "PostSignIn":
        logger.info("user signed in: %s", payload["userId"])
