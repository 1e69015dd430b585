"""Starts the receiver: python -m app.main, or uvicorn app.main:app --reload --port 3000."""

import contextlib
import errno
import logging
import os
import socket
import sys

import uvicorn
from dotenv import load_dotenv

from app.api import create_app
from app.handlers import handle_event
from app.receiver import Receiver

load_dotenv(".env")
logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
# The command `uvicorn` has its own handler.
logging.getLogger("uvicorn").propagate = __name__ == "__main__"

signing_key = os.environ.get("LOGTO_WEBHOOK_SIGNING_KEY", "").strip()
if not signing_key:
    sys.exit("LOGTO_WEBHOOK_SIGNING_KEY is not set. See .env.example.")

app = create_app(Receiver(signing_key.encode(), handle_event))


def listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as cause:
        if cause.errno != errno.EADDRINUSE:
            raise
        sys.exit(f"Port {port} is already in use. Stop the program that uses it, or set PORT.")


def main() -> None:
    host = os.environ.get("HOST") or "127.0.0.1"
    server_socket = listen(host, int(os.environ.get("PORT") or "3000"))
    port = server_socket.getsockname()[1]
    authority = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    logging.info("listening at http://%s/webhooks/logto", authority)
    # Logs go to the handler above.
    config = uvicorn.Config(app, access_log=False, server_header=False, log_config=None)
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[server_socket])


if __name__ == "__main__":
    main()
