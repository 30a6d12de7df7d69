. "${0%/*}/../prelude.sh"

start
commit_app "$(raw_tree 100644 a.py "$(git rev-parse HEAD:app/a.py)" 100644 b.py "$(git rev-parse HEAD:app/b.py)" \
    40000 frozen "$(git rev-parse HEAD:app/frozen)" 100600 x.py "$(text x)")"
