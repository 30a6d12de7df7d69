. "${0%/*}/../prelude.sh"

policy
write more 'routine: [{paths: [/docs/**], does: [file.*]}]'
cat more >>.guard/policy.yaml
rm more
plan
edit .guard/plans/work.yaml 's|/app/\*\*, /docs/\*\*|/app/**|'
start
write docs/d.md '# Other pages'
land
git checkout -q main
edit .guard/policy.yaml '/^routine/d' 's|^version: 1|version: 2|'
land 'Nothing is routine any more'
git checkout -q work
