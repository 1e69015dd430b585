"""Receivers written with Flask: a good one, and some with one mistake each, by path."""

import base64, hashlib, hmac, json, logging, os
from datetime import datetime

from flask import Flask, request

app = Flask(__name__)
logging.getLogger("werkzeug").setLevel(logging.ERROR)
key = os.environ["LOGTO_WEBHOOK_SIGNING_KEY"]


def digest(body, secret=None):
    return hmac.new((secret or key).encode(), body, hashlib.sha256)


def given():
    return request.headers.get("logto-signature-sha-256", "")


def answer(expected, header=None):
    actual = given() if header is None else header
    return ("", 204) if hmac.compare_digest(actual.encode(), expected.encode()) else ("", 401)


@app.post("/good")
def good():
    body = request.get_data()
    if not hmac.compare_digest(given().encode(), digest(body).hexdigest().encode()):
        return "", 401
    return ("", 400) if request.get_json(force=True, silent=True) is None else ("", 204)


@app.post("/expects-a-prefix")
def prefix():
    return answer("sha256=" + digest(request.get_data()).hexdigest())


@app.post("/dumps-the-json")
def dumps():
    return answer(digest(json.dumps(request.get_json()).encode()).hexdigest())


@app.post("/dumps-sorted")
def dumps_sorted():
    text = json.dumps(request.get_json(), separators=(",", ":"), sort_keys=True)
    return answer(digest(text.encode()).hexdigest())


@app.post("/prints-the-dict")
def prints():
    return answer(digest(str(request.get_json()).encode()).hexdigest())


@app.post("/encodes-base64")
def base64_digest():
    return answer(base64.b64encode(digest(request.get_data()).digest()).decode())


@app.post("/encodes-hex-in-base64")
def base64_hex():
    return answer(base64.b64encode(digest(request.get_data()).hexdigest().encode()).decode())


@app.post("/gives-the-key-as-text")
def text_key():
    return answer(hmac.new(key, request.get_data(), hashlib.sha256).hexdigest())


@app.post("/gives-the-body-as-text")
def text_body():
    return answer(hmac.new(key.encode(), request.get_data(as_text=True), hashlib.sha256).hexdigest())


@app.post("/has-no-key")
def no_key():
    return answer(digest(request.get_data(), os.environ["LOGTO_SECRET_NOBODY_SET"]).hexdigest())


@app.post("/compares-bytes-with-text")
def bytes_and_text():
    if hmac.compare_digest(digest(request.get_data()).digest(), given()):
        return "", 204
    return "", 401


@app.post("/hashes-key-and-body")
def plain_hash():
    return answer(hashlib.sha256(key.encode() + request.get_data()).hexdigest())


@app.post("/reads-the-header-of-github")
def github():
    return answer(
        "sha256=" + digest(request.get_data()).hexdigest(),
        request.headers.get("X-Hub-Signature-256", ""),
    )


def verified():
    return given() == digest(request.get_data()).hexdigest()


@app.post("/reads-user-everywhere")
def reads_user():
    if not verified():
        return "", 401
    return {"id": request.get_json()["user"]["id"]}


@app.post("/parses-seconds-only")
def seconds_only():
    if not verified():
        return "", 401
    datetime.strptime(request.get_json()["createdAt"], "%Y-%m-%dT%H:%M:%SZ")
    return "", 204


@app.post("/slices-a-name")
def slices_a_name():
    if not verified():
        return "", 401
    payload = request.get_json()
    if payload["event"] == "User.Created":
        payload["data"]["name"][:2]
    return "", 204


@app.post("/reads-a-misspelled-header")
def misspelled():
    return answer(digest(request.get_data()).hexdigest(), request.headers["HTTP_LOGTO_SIGNATURE"])


app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
