. "${0%/*}/../prelude.sh"

start
cp .git/index .git/other-index
write rules/rules.yml 'allow: all'
GIT_INDEX_FILE=.git/other-index git add rules/rules.yml
git checkout -q -- rules/rules.yml
