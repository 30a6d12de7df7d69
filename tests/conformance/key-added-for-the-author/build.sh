. "${0%/*}/../prelude.sh"

start
edit .guard/policy.yaml 's|  omar:|  ada: {key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGdeIHs2xaqku0L7FnwDduCJxZIglliXPRzr3Qf7F0ay, teams: [platform]}\n  omar:|'
raise .guard/policy.yaml
git add -A
