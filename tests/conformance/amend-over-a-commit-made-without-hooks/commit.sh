. "${0%/*}/../prelude.sh"

git commit -q --no-verify --amend -m work
