. "${0%/*}/../prelude.sh"

start
write .guard/plans/drop.yaml 'plan: drop' 'version: 1' 'owner: dana' 'why: Drop it' 'scope: {paths: [/app/**]}' 'phases:' '  switch: {does: [code.read.switch, file.modify]}' '  contract: {after: {switch: deployed}, does: [schema.column.drop], drops: [column:users.name], irreversible: docs/d.md#pages}'
git add -A
