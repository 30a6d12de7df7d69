. "${0%/*}/../prelude.sh"

write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 1
people:
  dana: {teams: [orders]}
machines:
  deploy: {key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIM8YKoiMG/mFwoI4yg+qTv7M3r/o3FWrVEpwenHfEg8K, attests: [deployed, complete]}
owners: {/.guard/**: orders, table:orders: orders}
consumers: {table:orders: [shop, worker]}
dialects: {/db/**: postgres}
END
write .guard/plans/order-uids.yaml <<'END'
plan: order-uids
version: 1
owner: dana
why: Orders are named by a UUID, no longer by a number that is counted up
scope: {paths: [/db/**, /internal/orders/**]}
phases:
  expand:
    does: [schema.column.add]
    creates: [column:orders.order_uid]
  dual-write:
    after: {expand: deployed}
    does: [code.write.dual, file.modify]
  backfill:
    after: {dual-write: deployed 24h}
    does: [data.backfill]
  switch-reads:
    after: {backfill: backfilled remaining=0}
    does: [code.read.switch, file.modify]
  stop-writes:
    after: {switch-reads: deployed 7d}
    does: [code.write.stop, file.modify]
  contract:
    after: {stop-writes: deployed 7d}
    does: [schema.column.drop]
    drops: [column:orders.order_no]
    irreversible: docs/d.md#pages
END
write db/migrations/0001_orders.sql 'CREATE TABLE orders (order_no bigint PRIMARY KEY, total bigint NOT NULL);'
write internal/orders/store.go <<'END'
package orders

func Insert(tx Tx, no, total int64) error {
	return tx.Exec("INSERT INTO orders (order_no, total) VALUES ($1, $2)", no, total)
}
END
start
write db/migrations/0002_order_uid.sql 'ALTER TABLE orders ADD COLUMN order_uid uuid;'
land 'Add the column'
git branch -f main
edit internal/orders/store.go 's/no, total int64/uid string, no, total int64/' 's/(order_no, total) VALUES ($1, $2)", no/(order_uid, order_no, total) VALUES ($1, $2, $3)", uid, no/'
land 'Write both'
git branch -f main
write ../log.json <<'END'
[
  {"act": "evidence", "fact": "deployed", "plan": "order-uids", "phase": "expand", "commit": "main~1", "service": "shop", "by": "deploy"},
  {"act": "evidence", "fact": "deployed", "plan": "order-uids", "phase": "expand", "commit": "main~1", "service": "worker", "by": "deploy"},
  {"act": "evidence", "fact": "complete", "plan": "order-uids", "phase": "dual-write", "commit": "main", "by": "deploy"},
  {"act": "evidence", "fact": "deployed", "plan": "order-uids", "phase": "dual-write", "commit": "main", "service": "shop", "by": "deploy"},
  {"act": "evidence", "fact": "deployed", "plan": "order-uids", "phase": "dual-write", "commit": "main", "service": "worker", "by": "deploy"}
]
END
write db/backfills/order_uids.sql 'UPDATE orders SET order_uid = gen_random_uuid() WHERE order_uid IS NULL;'
git add -A
