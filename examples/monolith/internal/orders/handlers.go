package orders

import (
	"encoding/json"
	"net/http"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"example.org/shop/internal/billing"
	"example.org/shop/internal/store"
)

// Place stores an order together with its invoice.
func Place(db *pgxpool.Pool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var order Order
		if err := json.NewDecoder(r.Body).Decode(&order); err != nil {
			http.Error(w, "no such form", http.StatusBadRequest)
			return
		}
		err := store.Within(r.Context(), db, func(tx pgx.Tx) error {
			if err := Insert(r.Context(), tx, &order); err != nil {
				return err
			}
			return billing.Issue(r.Context(), tx, order.OrderNo, order.TotalCents)
		})
		if err != nil {
			http.Error(w, "not stored", http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusCreated)
		_ = json.NewEncoder(w).Encode(order)
	})
}

// Show answers with one order.
func Show(db *pgxpool.Pool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		order, err := Find(r.Context(), db, r.PathValue("key"))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		_ = json.NewEncoder(w).Encode(order)
	})
}
