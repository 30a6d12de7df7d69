. "${0%/*}/../prelude.sh"

plan '{lines: unlimited}'
start
head -c 1048577 /dev/zero | tr '\0' x >docs/long.md
git add -A
