package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func deliver(t *testing.T, receiver *Receiver, body, key string) int {
	t.Helper()
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(body))
	request := httptest.NewRequest(http.MethodPost, "/webhooks/logto", bytes.NewBufferString(body))
	request.Header.Set("logto-signature-sha-256", hex.EncodeToString(mac.Sum(nil)))
	recorder := httptest.NewRecorder()
	receiver.Routes().ServeHTTP(recorder, request)
	return recorder.Code
}

func TestHandlesADeliveryOnceAndRetriesIt(t *testing.T) {
	retryDelays[0] = time.Millisecond
	attempts := 0
	receiver := NewReceiver([]byte("key"), func(context.Context, Event) error {
		attempts++
		if attempts == 1 {
			return errors.New("not yet")
		}
		return nil
	})
	for range [2]int{} {
		if status := deliver(t, receiver, `{"event":"User.Created"}`, "key"); status != 200 {
			t.Fatalf("got %d", status)
		}
	}
	receiver.work.Wait()
	if attempts != 2 {
		t.Fatalf("%d attempts", attempts)
	}
}

func TestRejectsWhatLogtoDidNotSend(t *testing.T) {
	receiver := NewReceiver([]byte("key"), func(context.Context, Event) error {
		t.Error("must not be called")
		return nil
	})
	if status := deliver(t, receiver, `{"event":"User.Created"}`, "other"); status != 401 {
		t.Errorf("another key: got %d", status)
	}
	for _, body := range []string{"not json", "[]", `{"no":"event"}`} {
		if status := deliver(t, receiver, body, "key"); status != 400 {
			t.Errorf("%s: got %d", body, status)
		}
	}
	recorder := httptest.NewRecorder()
	receiver.Routes().ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/webhooks/logto", nil))
	if recorder.Code != 405 {
		t.Errorf("GET: got %d", recorder.Code)
	}
	receiver.work.Wait()
}
