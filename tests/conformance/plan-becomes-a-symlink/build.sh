. "${0%/*}/../prelude.sh"

start
symlink .guard/plans/work.yaml ../../app/work.yaml
