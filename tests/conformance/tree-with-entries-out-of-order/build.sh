. "${0%/*}/../prelude.sh"

start
commit_app "$(raw_tree 100644 b.py "$(git rev-parse HEAD:app/b.py)" 100644 a.py "$(text x)" 40000 frozen "$(git rev-parse HEAD:app/frozen)")"
