. "${0%/*}/../prelude.sh"

start
write app/policy.yaml 'id: x'
git add app
git commit -q -m 'in scope'
symlink .guard/policy.yaml ../app/policy.yaml
