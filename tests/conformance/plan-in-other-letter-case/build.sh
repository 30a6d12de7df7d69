. "${0%/*}/../prelude.sh"

start
sed 's|/docs/|/rules/**, /docs/|' .guard/plans/work.yaml >W
entry 100644 "$(blob <W)" .guard/plans/Work.yaml
rm W
