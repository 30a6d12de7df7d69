. "${0%/*}/../prelude.sh"

start
commit_app "$(raw_tree 100644 '' "$(text x)" 100644 a.py "$(git rev-parse HEAD:app/a.py)")"
