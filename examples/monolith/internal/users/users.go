// Package users keeps the customers.
package users

import (
	"encoding/json"
	"net/http"

	"github.com/jackc/pgx/v5/pgxpool"
)

// User is one row of the table users.
type User struct {
	ID    string `json:"id"`
	Email string `json:"email"`
	Name  string `json:"name"`
}

// SignUp stores a new customer and answers with the id the database gave.
func SignUp(db *pgxpool.Pool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var user User
		if err := json.NewDecoder(r.Body).Decode(&user); err != nil {
			http.Error(w, "no such form", http.StatusBadRequest)
			return
		}
		row := db.QueryRow(r.Context(), "INSERT INTO users (email, name) VALUES ($1, $2) RETURNING id", user.Email, user.Name)
		if err := row.Scan(&user.ID); err != nil {
			http.Error(w, "not stored", http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusCreated)
		_ = json.NewEncoder(w).Encode(user)
	})
}
