. "${0%/*}/../prelude.sh"

start
key='ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFbySZEVgITP4kWDMWE2A5onBF5JWNYQ5NB/FMr/L22d'
edit .guard/policy.yaml "s|dana: {teams|dana: {key: $key, teams|" "s|omar: {teams|omar: {key: $key, teams|"
raise .guard/policy.yaml
git add -A
