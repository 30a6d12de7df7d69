. "${0%/*}/../prelude.sh"

start
write .guard/plans/ring.yaml 'plan: ring' 'version: 1' 'owner: dana' 'why: Go round' 'scope: {paths: [/app/**]}' 'phases:' '  one: {after: {two: deployed}, does: [file.add]}' '  two: {after: {one: deployed}, does: [file.add]}'
git add -A
