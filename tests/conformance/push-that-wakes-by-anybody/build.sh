. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
land
git branch guard-wake
