// Command receiver receives Logto's webhooks.
package main

import (
	"context"
	"errors"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	key := os.Getenv("LOGTO_WEBHOOK_SIGNING_KEY")
	if key == "" {
		log.Fatal("LOGTO_WEBHOOK_SIGNING_KEY is not set. See .env.example.")
	}
	receiver := NewReceiver([]byte(key), HandleEvent)
	port := getenv("PORT", "3000")
	listener, err := net.Listen("tcp", net.JoinHostPort(getenv("HOST", "127.0.0.1"), port))
	if errors.Is(err, syscall.EADDRINUSE) {
		log.Fatalf("Port %s is already in use. Stop the program that uses it, or set PORT.", port)
	}
	if err != nil {
		log.Fatal(err)
	}
	server := &http.Server{Handler: receiver.Routes(), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Fatal(err)
		}
	}()
	log.Printf("listening at http://%s/webhooks/logto", listener.Addr())

	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer cancel()
	<-stop.Done()
	deadline, cancelDeadline := context.WithTimeout(context.Background(), 25*time.Second)
	defer cancelDeadline()
	if err := server.Shutdown(deadline); err != nil {
		log.Print(err)
	}
	receiver.Wait(deadline)
}

func getenv(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}
