. "${0%/*}/../prelude.sh"

start
edit .guard/policy.yaml 's|rules/.*|rules/**: [platform, billing]|'
raise .guard/policy.yaml
write rules/rules.yml 'allow: all'
git add -A
