. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
land
git clone -q --bare --no-hardlinks . host.git
git -C host.git config uploadpack.allowFilter true
cp -a host.git gone.git
git clone -q --no-checkout --filter=blob:none "file://$PWD/gone.git" clone
rm -rf gone.git
