package main

import (
	"context"
	"encoding/json"
	"log"
)

// HandleEvent is your code. It runs after the acknowledgment. An event can arrive twice and out of order.
// If it returns an error, it is called again, with growing delays.
func HandleEvent(_ context.Context, event Event) error {
	switch event.Name {
	case "User.Created":
		var payload struct {
			Data struct {
				ID string `json:"id"`
			} `json:"data"`
		}
		if err := json.Unmarshal(event.RawBody, &payload); err != nil {
			return err
		}
		log.Printf("user created: %s", payload.Data.ID)
	case "PostSignIn":
		var payload struct {
			UserID string `json:"userId"`
		}
		if err := json.Unmarshal(event.RawBody, &payload); err != nil {
			return err
		}
		log.Printf("user signed in: %s", payload.UserID)
	}
	return nil
}
