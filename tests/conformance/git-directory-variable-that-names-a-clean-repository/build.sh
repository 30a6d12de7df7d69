. "${0%/*}/../prelude.sh"

mkdir repository clean
cd repository
start
write rules/rules.yml 'allow: all'
git add -A
cd ../clean
start
