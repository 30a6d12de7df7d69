. "${0%/*}/../log.sh"

listed
git checkout -q main
write rules/rules.yml 'allow: all'
land 'Past the check'
git checkout -q work
mkdir records
"$GUARD" log record main --now 2025-12-01T00:00:00Z -o records/000001-aaaaaaaaaaaa.json
