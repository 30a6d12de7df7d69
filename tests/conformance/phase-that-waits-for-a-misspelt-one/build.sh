. "${0%/*}/../prelude.sh"

start
write .guard/plans/typo.yaml 'plan: typo' 'version: 1' 'owner: dana' 'why: Wait' 'scope: {paths: [/app/**]}' 'phases:' '  one: {does: [file.add]}' '  two: {after: {won: deployed}, does: [file.add]}'
git add -A
