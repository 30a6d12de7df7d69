. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
land
git clone -q --bare --no-hardlinks . host.git
for name in heads/main remotes/origin/main remotes/origin/HEAD heads/origin/main tags/main guard/heads/main; do git update-ref "refs/$name" HEAD; done
