. "${0%/*}/../prelude.sh"

start
write .guard/plans/move.yaml 'plan: move' 'version: 1' 'owner: dana' 'why: Move the names' 'scope: {paths: [/app/**]}' 'phases:' '  copy: {does: [file.modify]}'
write .guard/plans/move.md '# Move the names' '' '## copy' '' 'The old view is prob-' 'ably read by nobody.'
git add -A
