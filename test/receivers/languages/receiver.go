// Receivers with net/http: a good one, and some with one mistake each, by path.
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"hash"
	"io"
	"net/http"
	"os"
)

var key = []byte(os.Getenv("LOGTO_WEBHOOK_SIGNING_KEY"))

func sign(hash func() hash.Hash, key, body []byte) []byte {
	mac := hmac.New(hash, key)
	mac.Write(body)
	return mac.Sum(nil)
}

func given(r *http.Request) string { return r.Header.Get("logto-signature-sha-256") }

func body(r *http.Request) []byte { b, _ := io.ReadAll(r.Body); return b }

func answer(w http.ResponseWriter, expected, actual string) {
	if !hmac.Equal([]byte(expected), []byte(actual)) {
		http.Error(w, "unauthorized", http.StatusUnauthorized)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// expecting accepts a delivery whose signature is what a receiver computes.
func expecting(compute func(b []byte) string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { answer(w, compute(body(r)), given(r)) }
}

// verified runs a handler for deliveries with a valid signature only.
func verified(handle func(w http.ResponseWriter, b []byte)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		b := body(r)
		if !hmac.Equal([]byte(hex.EncodeToString(sign(sha256.New, key, b))), []byte(given(r))) {
			http.Error(w, "unauthorized", http.StatusUnauthorized)
			return
		}
		handle(w, b)
	}
}

type event struct {
	Event     string                 `json:"event"`
	CreatedAt string                 `json:"createdAt"`
	HookID    string                 `json:"hookId"`
	User      map[string]interface{} `json:"user"`
}

func main() {
	http.HandleFunc("/good", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			http.Error(w, "POST only", http.StatusMethodNotAllowed)
			return
		}
		verified(func(w http.ResponseWriter, b []byte) {
			if !json.Valid(b) {
				http.Error(w, "not JSON", http.StatusBadRequest)
				return
			}
			w.WriteHeader(http.StatusNoContent)
		})(w, r)
	})
	http.HandleFunc("/expects-a-prefix", expecting(func(b []byte) string {
		return "sha256=" + hex.EncodeToString(sign(sha256.New, key, b))
	}))
	http.HandleFunc("/encodes-base64", expecting(func(b []byte) string {
		return base64.StdEncoding.EncodeToString(sign(sha256.New, key, b))
	}))
	http.HandleFunc("/uses-sha-1", expecting(func(b []byte) string {
		return hex.EncodeToString(sign(sha1.New, key, b))
	}))
	http.HandleFunc("/marshals-a-map", expecting(func(b []byte) string {
		var payload map[string]interface{}
		json.Unmarshal(b, &payload)
		text, _ := json.Marshal(payload)
		return hex.EncodeToString(sign(sha256.New, key, text))
	}))
	http.HandleFunc("/decodes-the-key-as-hex", expecting(func(b []byte) string {
		decoded, _ := hex.DecodeString(string(key))
		return hex.EncodeToString(sign(sha256.New, decoded, b))
	}))
	http.HandleFunc("/has-no-key", expecting(func(b []byte) string {
		return hex.EncodeToString(sign(sha256.New, []byte(os.Getenv("LOGTO_SECRET_NOBODY_SET")), b))
	}))
	http.HandleFunc("/sums-the-body", expecting(func(b []byte) string {
		return hex.EncodeToString(hmac.New(sha256.New, key).Sum(b))
	}))
	http.HandleFunc("/reads-the-body-twice", func(w http.ResponseWriter, r *http.Request) {
		var payload map[string]interface{}
		json.NewDecoder(r.Body).Decode(&payload)
		answer(w, hex.EncodeToString(sign(sha256.New, key, body(r))), given(r))
	})
	http.HandleFunc("/looks-the-header-up-in-the-map", func(w http.ResponseWriter, r *http.Request) {
		if values := r.Header["logto-signature-sha-256"]; len(values) == 0 {
			http.Error(w, "missing signature", http.StatusUnauthorized)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	http.HandleFunc("/limits-bodies", func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 300))
		if err != nil {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		answer(w, hex.EncodeToString(sign(sha256.New, key, b)), given(r))
	})
	http.HandleFunc("/disallows-unknown-fields", verified(func(w http.ResponseWriter, b []byte) {
		decoder := json.NewDecoder(bytes.NewReader(b))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&event{}); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	http.HandleFunc("/reads-user-everywhere", verified(func(w http.ResponseWriter, b []byte) {
		var payload event
		json.Unmarshal(b, &payload)
		if payload.User["id"] == nil {
			http.Error(w, "no user", http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	http.HandleFunc("/panics-on-one-event", verified(func(w http.ResponseWriter, b []byte) {
		var payload map[string]interface{}
		json.Unmarshal(b, &payload)
		if payload["event"] == "Role.Deleted" {
			_ = payload["data"].(map[string]interface{})["id"]
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil)
}
