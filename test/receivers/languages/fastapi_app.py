"""Receivers written with FastAPI: a good one, and some with one mistake each, by path."""

import hashlib, hmac, json, os
from typing import Any, Dict, Optional

import uvicorn
from fastapi import Body, FastAPI, Header, HTTPException, Request, Response
from pydantic import BaseModel

app = FastAPI()
key = os.environ["LOGTO_WEBHOOK_SIGNING_KEY"].encode()


def sign(body: bytes) -> str:
    return hmac.new(key, body, hashlib.sha256).hexdigest()


async def verify(request: Request) -> bytes:
    body = await request.body()
    given = request.headers.get("logto-signature-sha-256", "")
    if not hmac.compare_digest(given.encode(), sign(body).encode()):
        raise HTTPException(401)
    return body


@app.post("/good")
async def good(request: Request):
    try:
        json.loads(await verify(request))
    except ValueError:
        raise HTTPException(400)
    return Response(status_code=204)


@app.post("/dumps-the-dict")
async def dumps(payload: Dict[str, Any] = Body(...), logto_signature_sha_256: str = Header("")):
    if logto_signature_sha_256 != sign(json.dumps(payload).encode()):
        raise HTTPException(401)
    return Response(status_code=204)


@app.post("/requires-another-header")
async def other_header(request: Request, signature: str = Header(..., alias="X-Logto-Signature")):
    if signature != sign(await request.body()):
        raise HTTPException(401)
    return Response(status_code=204)


class Strict(BaseModel):
    event: str
    createdAt: str
    data: Optional[Dict[str, Any]]
    user: Optional[Dict[str, Any]]

    class Config:
        extra = "forbid"


@app.post("/forbids-extra-fields")
async def forbids(request: Request):
    try:
        Strict.parse_raw(await verify(request))
    except ValueError as error:
        raise HTTPException(422, str(error))
    return Response(status_code=204)


@app.post("/requires-a-type")
async def requires_type(request: Request):
    payload = json.loads(await verify(request))
    if "type" not in payload:
        raise HTTPException(422, "field required")
    return Response(status_code=204)


uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="error")
