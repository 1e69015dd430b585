"""Starts the receiver: python -m app.main, or uvicorn app.main:app --reload --port 3000."""

import logging
import os
import sys

import uvicorn
from dotenv import load_dotenv

from app.api import create_app
from app.handlers import handle_event
from app.receiver import Receiver

load_dotenv(".env")
logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")

signing_key = os.environ.get("LOGTO_WEBHOOK_SIGNING_KEY", "").strip()
if not signing_key:
    sys.exit("LOGTO_WEBHOOK_SIGNING_KEY is not set. See .env.example.")

app = create_app(Receiver(signing_key.encode(), handle_event))

if __name__ == "__main__":
    uvicorn.run(
        app,
        host=os.environ.get("HOST") or "127.0.0.1",
        port=int(os.environ.get("PORT") or "3000"),
        access_log=False,
        server_header=False,
    )
