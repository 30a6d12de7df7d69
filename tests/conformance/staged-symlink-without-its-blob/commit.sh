. "${0%/*}/../prelude.sh"

id=$(git commit-tree -p HEAD -m work "$(git write-tree --missing-ok)")
git update-ref refs/heads/work "$id"
