. "${0%/*}/../prelude.sh"

start
plant 100644 blob "$(text x)" .GIT
