. "${0%/*}/../log.sh"

approved
git checkout -q main
