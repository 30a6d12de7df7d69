CREATE SEQUENCE order_numbers;
CREATE TABLE orders (
    order_no bigint PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    total_cents bigint NOT NULL,
    placed_at timestamptz NOT NULL DEFAULT now()
);
