import { catalog } from '../../core/logto/catalog.ts';
import type { EventName } from '../../core/logto/events.ts';

/** A framework of another language: one file with verification and route. */
export interface OtherFramework {
  readonly title: string;
  readonly language: 'python' | 'go';
  readonly code: (events: readonly EventName[], route: string, goPackage: string) => string;
  readonly notes: (route: string) => readonly string[];
  readonly port: number;
}

const pythonHead = (
  imports: string,
) => `"""Receives Logto's webhooks: verifies each delivery over its raw bytes, then handles it."""

import hashlib
import hmac
import json
import logging
import os

${imports}
`;

function pythonCore(events: readonly EventName[]): string {
  const cases = events.map(
    (event, index) => `    ${index === 0 ? 'if' : 'elif'} event == "${event}":
        # ${catalog[event].use}
        logging.info("%s %s", event, payload["createdAt"])
`,
  );
  return `
def is_valid(raw_body: bytes, signature: str) -> bool:
    """Verifies HMAC-SHA256 in hex, in constant time."""
    key = os.environ["LOGTO_WEBHOOK_SIGNING_KEY"].encode()
    expected = hmac.new(key, raw_body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode())


def receive(raw_body: bytes, signature: str) -> int:
    """Returns the status to respond with."""
    if not is_valid(raw_body, signature):
        return 401
    try:
        payload = json.loads(raw_body)
        event = payload["event"]
    except (ValueError, TypeError, KeyError):
        return 400
    handle_event(event, payload)
    return 204


def handle_event(event: str, payload: dict) -> None:
    """Logto up to 1.42 does not retry, and waits 10 seconds: do slow work after the response."""
${cases.join('')}
`;
}

const exportKey =
  'Load .env before the app starts, for example with python-dotenv: LOGTO_WEBHOOK_SIGNING_KEY must be in its environment.';

/** By the name that `add` takes. */
export const otherFrameworks = {
  fastapi: {
    title: 'FastAPI',
    language: 'python',
    port: 8000,
    code: (events, route) => `${pythonHead('from fastapi import APIRouter, Request, Response')}
router = APIRouter()

${pythonCore(events)}
@router.post("${route}")
async def logto_webhook(request: Request) -> Response:
    signature = request.headers.get("logto-signature-sha-256", "")
    return Response(status_code=receive(await request.body(), signature))
`,
    notes: () => [
      'Add to your app: from logto_webhook import router, then app.include_router(router).',
      exportKey,
    ],
  },
  flask: {
    title: 'Flask',
    language: 'python',
    port: 5000,
    code: (events, route) => `${pythonHead('from flask import Blueprint, request')}
logto_webhook = Blueprint("logto_webhook", __name__)

${pythonCore(events)}
@logto_webhook.post("${route}")
def logto_webhook_view():
    signature = request.headers.get("logto-signature-sha-256", "")
    return "", receive(request.get_data(), signature)
`,
    notes: () => [
      'Add to your app: from logto_webhook import logto_webhook, then app.register_blueprint(logto_webhook).',
      exportKey,
    ],
  },
  django: {
    title: 'Django',
    language: 'python',
    port: 8000,
    code: (events) => `${pythonHead(`from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST`)}
${pythonCore(events)}
@csrf_exempt
@require_POST
def logto_webhook(request: HttpRequest) -> HttpResponse:
    signature = request.headers.get("logto-signature-sha-256", "")
    return HttpResponse(status=receive(request.body, signature))
`,
    notes: (route) => [
      `Add to urlpatterns in urls.py: path("${route.slice(1)}", logto_webhook), with from logto_webhook import logto_webhook.`,
      'Raise DATA_UPLOAD_MAX_MEMORY_SIZE to 5 MB for users with large custom data.',
      exportKey,
    ],
  },
  go: {
    title: 'Go (net/http)',
    language: 'go',
    port: 8080,
    code: (events, route, goPackage) => goFile(events, route, goPackage),
    notes: (route) => [
      `Add to your mux: mux.HandleFunc("${route}", logtoWebhook).`,
      'LOGTO_WEBHOOK_SIGNING_KEY must be in the environment of the program.',
    ],
  },
} as const satisfies Record<string, OtherFramework>;

export type OtherFrameworkName = keyof typeof otherFrameworks;

function goFile(events: readonly EventName[], route: string, goPackage: string): string {
  const cases = events.map(
    (event) => `	case "${event}":
		// ${catalog[event].use}
		log.Println(payload.Event, payload.CreatedAt)
`,
  );
  return `package ${goPackage}

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"os"
)

// logtoPayload has the fields that all Logto payloads share; add those that you need.
type logtoPayload struct {
	Event     string          \`json:"event"\`
	CreatedAt string          \`json:"createdAt"\`
	Data      json.RawMessage \`json:"data"\`
}

// logtoWebhook receives Logto's webhooks at ${route}.
func logtoWebhook(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 5<<20))
	if err != nil {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	key := os.Getenv("LOGTO_WEBHOOK_SIGNING_KEY")
	if key == "" {
		log.Println("LOGTO_WEBHOOK_SIGNING_KEY is not set")
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write(body)
	expected := hex.EncodeToString(mac.Sum(nil))
	if !hmac.Equal([]byte(expected), []byte(r.Header.Get("logto-signature-sha-256"))) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	var payload logtoPayload
	if err := json.Unmarshal(body, &payload); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	handleLogtoEvent(payload)
	w.WriteHeader(http.StatusNoContent)
}

// handleLogtoEvent must be quick: Logto up to 1.42 does not retry, and waits 10 seconds.
func handleLogtoEvent(payload logtoPayload) {
	switch payload.Event {
${cases.join('')}	}
}
`;
}
