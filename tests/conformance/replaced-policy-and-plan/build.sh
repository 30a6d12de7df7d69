. "${0%/*}/../prelude.sh"

start
lax=$(printf 'id: "0123abcd"\nversion: 1\nneeds_plan: []\nroutine: [{paths: [/**], does: ["*"]}]\n' | blob)
wide=$(sed 's|/app/\*\*, /docs/\*\*|/**|' .guard/plans/work.yaml | blob)
git replace main:.guard/policy.yaml "$lax"
git replace main:.guard/plans/work.yaml "$wide"
write rules/rules.yml 'allow: all'
git add rules
