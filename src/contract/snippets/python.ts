import type { Snippet } from './snippet.ts';

export const flask: Snippet = {
  title: 'Flask',
  language: 'python',
  code: `import hashlib, hmac, os
from flask import request

@app.post("/webhook")
def webhook():
    key = os.environ["LOGTO_WEBHOOK_SIGNING_KEY"].encode()
    expected = hmac.new(key, request.get_data(), hashlib.sha256).hexdigest()
    given = request.headers.get("logto-signature-sha-256", "")
    if not hmac.compare_digest(given.encode(), expected.encode()):
        return "", 401
    payload = request.get_json(force=True, silent=True)
    return "", 400 if payload is None else 204`,
};

export const fastapi: Snippet = {
  title: 'FastAPI',
  language: 'python',
  code: `import hashlib, hmac, json, os
from fastapi import Request, Response

@app.post("/webhook")
async def webhook(request: Request):
    body = await request.body()
    key = os.environ["LOGTO_WEBHOOK_SIGNING_KEY"].encode()
    expected = hmac.new(key, body, hashlib.sha256).hexdigest()
    given = request.headers.get("logto-signature-sha-256", "")
    if not hmac.compare_digest(given.encode(), expected.encode()):
        return Response(status_code=401)
    try: json.loads(body)
    except ValueError: return Response(status_code=400)
    return Response(status_code=204)`,
};

export const django: Snippet = {
  title: 'Django',
  language: 'python',
  code: `import hashlib, hmac, json, os
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

@csrf_exempt
def webhook(request):
    key = os.environ["LOGTO_WEBHOOK_SIGNING_KEY"].encode()
    expected = hmac.new(key, request.body, hashlib.sha256).hexdigest()
    given = request.headers.get("logto-signature-sha-256", "")
    if not hmac.compare_digest(given.encode(), expected.encode()):
        return HttpResponse(status=401)
    try: json.loads(request.body)
    except ValueError: return HttpResponse(status=400)
    return HttpResponse(status=204)`,
};
