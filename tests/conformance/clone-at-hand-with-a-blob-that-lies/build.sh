. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
land
git clone -q --bare --no-hardlinks . host.git
id=$(git rev-parse main:.guard/policy.yaml)
sed 's|^needs_plan:.*|needs_plan: []|' .guard/policy.yaml >weak
other=$(git hash-object -w weak)
rm weak
chmod u+w ".git/objects/${id:0:2}/${id:2}"
cp ".git/objects/${other:0:2}/${other:2}" ".git/objects/${id:0:2}/${id:2}"
