. "${0%/*}/../prelude.sh"

start
write .pre-commit-config.yaml 'repos: [{repo: https://example.org/guard, rev: v99, hooks: [{id: guard}]}]'
write rules/rules.yml 'allow: all'
git add -A
