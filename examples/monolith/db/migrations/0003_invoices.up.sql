CREATE TABLE invoices (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    order_no bigint NOT NULL,
    total_cents bigint NOT NULL,
    issued_at timestamptz NOT NULL DEFAULT now(),
    paid_at timestamptz
);
CREATE INDEX invoices_unpaid ON invoices (issued_at) WHERE paid_at IS NULL;
