. "${0%/*}/../log.sh"

approved
git checkout -q -f -B work guard-log
