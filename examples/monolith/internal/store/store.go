// Package store opens the one database that every part of the shop writes to.
package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Open connects and makes sure that somebody answers.
func Open(ctx context.Context, url string) (*pgxpool.Pool, error) {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("reach the database: %w", err)
	}
	return pool, nil
}

// Within runs act in one transaction: all of it is kept, or nothing.
func Within(ctx context.Context, pool *pgxpool.Pool, act func(pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, pool, act)
}
