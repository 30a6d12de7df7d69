. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
land
git tag -a -m 'Release' v1
