package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	maxBodyBytes  = 5 << 20
	maxRemembered = 10_000
	timeLimit     = time.Minute
)

// retryDelays are the waits before each retry of an event whose handler failed: about five minutes.
var retryDelays = []time.Duration{
	time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 15 * time.Second,
	30 * time.Second, time.Minute, time.Minute, 2 * time.Minute,
}

// Event is a verified delivery.
type Event struct {
	Name string
	// DeliveryID is the SHA-256 of the raw body; repeated deliveries have the same one.
	DeliveryID string
	// UserID is the user that the event is about; empty for other events.
	UserID  string
	RawBody []byte
}

func (e Event) String() string {
	return e.Name + " " + e.DeliveryID + " (user " + e.UserID + ")"
}

// Handler handles one event.
type Handler func(context.Context, Event) error

// Receiver verifies, deduplicates and acknowledges deliveries, and then handles them.
type Receiver struct {
	key     []byte
	handle  Handler
	stopped chan struct{}
	work    sync.WaitGroup

	mutex      sync.Mutex
	seen       map[string]bool
	order      []string
	unfinished map[string]Event
}

// NewReceiver creates a receiver for a webhook's signing key.
func NewReceiver(key []byte, handle Handler) *Receiver {
	return &Receiver{
		key:        key,
		handle:     handle,
		stopped:    make(chan struct{}),
		seen:       map[string]bool{},
		unfinished: map[string]Event{},
	}
}

// Routes returns the routes of the receiver.
func (r *Receiver) Routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		respond(w, http.StatusOK, `{"status":"ok"}`)
	})
	mux.HandleFunc("/webhooks/logto", r.receive)
	return mux
}

func (r *Receiver) receive(w http.ResponseWriter, request *http.Request) {
	if request.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		respond(w, http.StatusMethodNotAllowed, `{"error":"Use POST."}`)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, request.Body, maxBodyBytes))
	if err != nil {
		respond(w, http.StatusRequestEntityTooLarge, `{"error":"The body is too large."}`)
		return
	}
	signatures := request.Header.Values("logto-signature-sha-256")
	if len(signatures) != 1 || !r.isSigned(body, signatures[0]) {
		respond(w, http.StatusUnauthorized, `{"error":"The signature is missing or invalid."}`)
		return
	}
	var payload payload
	if json.Unmarshal(body, &payload) != nil || payload.text("event") == "" {
		respond(w, http.StatusBadRequest, `{"error":"The body is not a Logto payload."}`)
		return
	}
	digest := sha256.Sum256(body)
	event := Event{
		Name:       payload.text("event"),
		DeliveryID: hex.EncodeToString(digest[:]),
		UserID:     payload.userID(),
		RawBody:    body,
	}
	if !payload.isConsoleTest() && r.remember(event) {
		r.work.Add(1)
		go r.run(event)
	}
	respond(w, http.StatusOK, `{"ok":true}`)
}

// isSigned compares the signature of the bytes as sent, in constant time.
func (r *Receiver) isSigned(body []byte, signature string) bool {
	mac := hmac.New(sha256.New, r.key)
	mac.Write(body)
	return hmac.Equal([]byte(hex.EncodeToString(mac.Sum(nil))), []byte(signature))
}

// remember returns whether a delivery is new.
func (r *Receiver) remember(event Event) bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.seen[event.DeliveryID] {
		return false
	}
	r.seen[event.DeliveryID] = true
	r.unfinished[event.DeliveryID] = event
	r.order = append(r.order, event.DeliveryID)
	if len(r.order) > maxRemembered {
		delete(r.seen, r.order[0])
		r.order = r.order[1:]
	}
	return true
}

// forget lets a lost event be delivered again. It stays in order, which only bounds the memory.
func (r *Receiver) forget(event Event) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	delete(r.seen, event.DeliveryID)
}

func (r *Receiver) finish(event Event) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	delete(r.unfinished, event.DeliveryID)
}

// run handles an event, with retries. When the receiver stops, the last attempt is made immediately.
func (r *Receiver) run(event Event) {
	defer r.work.Done()
	defer r.finish(event)
	for attempt := 0; ; attempt++ {
		isLast := attempt == len(retryDelays) || r.isStopped()
		err := r.attempt(event)
		if err == nil {
			return
		}
		log.Printf("attempt failed: %s: %v", event, err)
		if isLast {
			log.Printf("event lost: %s: all attempts failed", event)
			r.forget(event)
			return
		}
		select {
		case <-time.After(retryDelays[attempt]):
		case <-r.stopped:
		}
	}
}

func (r *Receiver) attempt(event Event) error {
	limited, cancel := context.WithTimeout(context.Background(), timeLimit)
	defer cancel()
	return r.handle(limited, event)
}

func (r *Receiver) isStopped() bool {
	select {
	case <-r.stopped:
		return true
	default:
		return false
	}
}

// Wait finishes the events that were acknowledged until the deadline. Call it once.
func (r *Receiver) Wait(deadline context.Context) {
	close(r.stopped)
	done := make(chan struct{})
	go func() {
		r.work.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-deadline.Done():
		r.mutex.Lock()
		defer r.mutex.Unlock()
		for _, event := range r.unfinished {
			log.Printf("event lost: %s: the receiver stopped first", event)
		}
	}
}

type payload map[string]any

// text returns a member, or nothing if it is missing or not text.
func (p payload) text(key string) string {
	value, _ := p[key].(string)
	return value
}

// isConsoleTest returns whether it is the Console's test payload, which lacks the fields of its event.
func (p payload) isConsoleTest() bool {
	marks := 0
	for _, key := range []string{"userAgent", "path", "sessionId", "userIp"} {
		if strings.HasPrefix(strings.TrimPrefix(p.text(key), "/"), "fake-") {
			marks++
		}
	}
	return marks >= 2
}

func (p payload) userID() string {
	if data, isObject := p["data"].(map[string]any); isObject && strings.HasPrefix(p.text("event"), "User.") {
		return payload(data).text("id")
	}
	return p.text("userId")
}

func respond(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}
