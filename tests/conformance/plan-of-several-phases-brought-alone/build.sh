. "${0%/*}/../prelude.sh"

start
write .guard/plans/next.yaml 'plan: next' 'version: 1' 'owner: dana' 'why: Go on' 'scope: {paths: [/app/**]}' 'phases:' '  one: {does: [file.add]}' '  two: {after: {one: deployed 7d}, does: [file.modify], window: sat-sun 01:00-05:00 UTC, stop: look at the pages}'
git add -A
