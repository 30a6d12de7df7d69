. "${0%/*}/../prelude.sh"

start
for id in split-1 split-l; do sed "s/plan: work/plan: $id/" .guard/plans/work.yaml >".guard/plans/$id.yaml"; done
git add -A
