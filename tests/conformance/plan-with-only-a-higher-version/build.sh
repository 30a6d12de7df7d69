. "${0%/*}/../prelude.sh"

start
edit .guard/plans/work.yaml 's/^version: 1$/version: 12/'
git add -A
