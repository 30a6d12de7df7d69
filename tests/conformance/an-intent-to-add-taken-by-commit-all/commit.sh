. "${0%/*}/../prelude.sh"

git commit -q --no-verify -a -m work
