. "${0%/*}/../prelude.sh"

cd linked
git commit -q --no-verify -m work
