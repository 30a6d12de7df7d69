. "${0%/*}/../prelude.sh"

start
{ printf 'plan: work\nversion: 2\nowner: dana\nwhy: '; printf '[%.0s' {1..3000}; printf '\n'; } >.guard/plans/work.yaml
git add -A
