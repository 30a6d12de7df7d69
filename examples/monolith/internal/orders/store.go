// Package orders takes orders and tells what became of them.
package orders

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Order is one row of the table orders.
type Order struct {
	OrderNo    int64  `json:"order_no"`
	UserID     string `json:"user_id"`
	TotalCents int64  `json:"total_cents"`
}

// Insert stores an order under the next number.
func Insert(ctx context.Context, tx pgx.Tx, order *Order) error {
	row := tx.QueryRow(ctx,
		"INSERT INTO orders (order_no, user_id, total_cents) VALUES (nextval('order_numbers'), $1, $2) RETURNING order_no",
		order.UserID, order.TotalCents)
	return row.Scan(&order.OrderNo)
}

// Find reads the order that a link names.
func Find(ctx context.Context, db *pgxpool.Pool, key string) (Order, error) {
	var order Order
	row := db.QueryRow(ctx, "SELECT order_no, user_id, total_cents FROM orders WHERE order_no = $1", key)
	err := row.Scan(&order.OrderNo, &order.UserID, &order.TotalCents)
	return order, err
}
