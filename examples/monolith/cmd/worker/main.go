// Command worker reminds customers of invoices they have not paid. It is started once a night.
package main

import (
	"context"
	"log"
	"os"
	"time"

	"example.org/shop/internal/billing"
	"example.org/shop/internal/store"
)

const patience = 14 * 24 * time.Hour

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	db, err := store.Open(ctx, os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()

	due, err := billing.Overdue(ctx, db, time.Now().Add(-patience))
	if err != nil {
		log.Fatal(err)
	}
	for _, invoice := range due {
		log.Printf("invoice %s of order %s is not paid: %d cents", invoice.ID, invoice.Order(), invoice.TotalCents)
	}
}
