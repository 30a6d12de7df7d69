. "${0%/*}/../prelude.sh"

write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 1
people:
  dana: {teams: [orders]}
  omar: {teams: [billing]}
  rosa: {teams: [platform]}
owners: {/.guard/**: platform, table:invoices: [billing, orders]}
consumers: {table:invoices: [shop, worker, reports]}
dialects: {/db/**: postgres}
END
write .guard/plans/extract-orders.yaml <<'END'
plan: extract-orders
version: 1
owner: dana
why: Orders become a service and take their invoices along
scope: {paths: [/db/**, /internal/orders/**]}
phases:
  mark: {does: [schema.column.add], creates: [column:invoices.handed_over]}
  hand-over: {after: {mark: deployed}, does: [file.add, file.modify]}
END
write .guard/plans/extract-billing.yaml <<'END'
plan: extract-billing
version: 1
owner: omar
why: Billing becomes a service that owns its invoices
scope: {paths: [/db/**, /internal/billing/**]}
phases:
  split: {does: [schema.column.add], creates: [column:invoices.service_id]}
  contract: {after: {split: deployed}, does: [schema.table.drop], drops: [table:invoices], irreversible: docs/d.md#pages}
END
write db/migrations/0001_invoices.sql 'CREATE TABLE invoices (id uuid PRIMARY KEY, cents bigint NOT NULL);'
start
write db/migrations/0002_handed_over.sql 'ALTER TABLE invoices ADD COLUMN handed_over boolean;'
git add -A
