. "${0%/*}/../prelude.sh"

start
for n in {1..51}; do printf 'x\n' >docs/p$n.md; done
git add -A
