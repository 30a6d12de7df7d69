. "${0%/*}/../prelude.sh"

plan '{files: unlimited, lines: unlimited}'
start
numbered 1200 >docs/long.md
for n in {1..59}; do printf 'x\n' >docs/p$n.md; done
git add -A
