package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
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

func TestTakesALostEventAgain(t *testing.T) {
	delays := retryDelays
	retryDelays = nil
	defer func() { retryDelays = delays }()
	attempts := 0
	receiver := NewReceiver([]byte("key"), func(context.Context, Event) error {
		attempts++
		return errors.New("down")
	})
	for range [2]int{} {
		deliver(t, receiver, `{"event":"User.Created"}`, "key")
		receiver.work.Wait()
	}
	if attempts != 2 {
		t.Fatalf("%d attempts", attempts)
	}
}

func TestLogsWhatIsLostAtAStop(t *testing.T) {
	logged := &bytes.Buffer{}
	log.SetOutput(logged)
	defer log.SetOutput(os.Stderr)
	forever := make(chan struct{})
	defer close(forever)
	receiver := NewReceiver([]byte("key"), func(context.Context, Event) error {
		<-forever
		return nil
	})
	deliver(t, receiver, `{"event":"User.Created","data":{"id":"user_1"}}`, "key")
	deadline, cancel := context.WithTimeout(context.Background(), 0)
	defer cancel()
	receiver.Wait(deadline)
	if !strings.Contains(logged.String(), "event lost: User.Created") || !strings.Contains(logged.String(), "(user user_1)") {
		t.Errorf("logged %q", logged)
	}
}

func TestDoesNotHandleTheTestOfTheConsole(t *testing.T) {
	receiver := NewReceiver([]byte("key"), func(context.Context, Event) error {
		t.Error("must not be called")
		return nil
	})
	body := `{"event":"PostSignIn","userAgent":"fake-user-agent","path":"/fake-path/"}`
	if status := deliver(t, receiver, body, "key"); status != 200 {
		t.Errorf("got %d", status)
	}
	receiver.work.Wait()
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
