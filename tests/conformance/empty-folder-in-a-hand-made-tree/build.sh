. "${0%/*}/../prelude.sh"

start
tree=$( (git ls-tree HEAD; printf '040000 tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\tpayroll\n') | git mktree)
git reset -q --hard "$(git commit-tree "$tree" -p HEAD -m empty)"
