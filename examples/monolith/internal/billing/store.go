// Package billing writes invoices and watches whether they are paid.
package billing

import (
	"context"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Invoice is one row of the table invoices.
type Invoice struct {
	ID         string
	OrderNo    int64
	TotalCents int64
}

// Order names the order as customers know it.
func (i Invoice) Order() string {
	return strconv.FormatInt(i.OrderNo, 10)
}

// Issue writes the invoice of an order.
func Issue(ctx context.Context, tx pgx.Tx, orderNo, totalCents int64) error {
	_, err := tx.Exec(ctx, "INSERT INTO invoices (order_no, total_cents) VALUES ($1, $2)", orderNo, totalCents)
	return err
}

// Overdue reads the invoices written before a moment that nobody has paid.
func Overdue(ctx context.Context, db *pgxpool.Pool, before time.Time) ([]Invoice, error) {
	rows, err := db.Query(ctx,
		"SELECT id, order_no, total_cents FROM invoices WHERE paid_at IS NULL AND issued_at < $1", before)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Invoice])
}
