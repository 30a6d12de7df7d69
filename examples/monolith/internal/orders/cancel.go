package orders

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Cancel takes an order back. Its invoice is struck out here, past billing: the table has two writers.
func Cancel(ctx context.Context, tx pgx.Tx, order Order) error {
	_, err := tx.Exec(ctx, "UPDATE invoices SET total_cents = 0, paid_at = now() WHERE order_no = $1", order.OrderNo)
	return err
}
