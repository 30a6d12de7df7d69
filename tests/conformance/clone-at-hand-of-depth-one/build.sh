. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
land bad
git checkout -q HEAD^ -- rules
land 'as if nothing had been'
git clone -q --bare --no-hardlinks . host.git
git clone -q --depth 1 --branch work "file://$PWD/host.git" clone
