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
	RawBody    []byte
}

// Handler handles one event.
type Handler func(context.Context, Event) error

// Receiver verifies, deduplicates and acknowledges deliveries, and then handles them.
type Receiver struct {
	key     []byte
	handle  Handler
	stopped chan struct{}
	work    sync.WaitGroup

	mutex sync.Mutex
	seen  map[string]bool
	order []string
}

// NewReceiver creates a receiver for a webhook's signing key.
func NewReceiver(key []byte, handle Handler) *Receiver {
	return &Receiver{key: key, handle: handle, stopped: make(chan struct{}), seen: map[string]bool{}}
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
	var payload struct {
		Event string `json:"event"`
	}
	if json.Unmarshal(body, &payload) != nil || payload.Event == "" {
		respond(w, http.StatusBadRequest, `{"error":"The body is not a Logto payload."}`)
		return
	}
	digest := sha256.Sum256(body)
	event := Event{Name: payload.Event, DeliveryID: hex.EncodeToString(digest[:]), RawBody: body}
	if r.remember(event.DeliveryID) {
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
func (r *Receiver) remember(id string) bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.seen[id] {
		return false
	}
	r.seen[id] = true
	r.order = append(r.order, id)
	if len(r.order) > maxRemembered {
		delete(r.seen, r.order[0])
		r.order = r.order[1:]
	}
	return true
}

// run handles an event, with retries. When the receiver stops, the last attempt is made immediately.
func (r *Receiver) run(event Event) {
	defer r.work.Done()
	for attempt := 0; ; attempt++ {
		isLast := attempt == len(retryDelays) || r.isStopped()
		err := r.attempt(event)
		if err == nil {
			return
		}
		log.Printf("attempt failed: %s %s: %v", event.Name, event.DeliveryID, err)
		if isLast {
			log.Printf("event lost: %s %s", event.Name, event.DeliveryID)
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
		log.Print("events lost: the receiver stopped before they were handled")
	}
}

func respond(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}
