. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
land
git clone -q --bare --no-hardlinks . host.git
harmless=$(git commit-tree -p main -m work 'main^{tree}')
git replace HEAD "$harmless"
