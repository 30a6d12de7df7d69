. "${0%/*}/../prelude.sh"

write .guard/policy.yaml <<'YAML'
id: "0123abcd"
version: 1
people:
  dana: {teams: [platform], key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFbySZEVgITP4kWDMWE2A5onBF5JWNYQ5NB/FMr/L22d}
  kim: {teams: [platform], key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGdeIHs2xaqku0L7FnwDduCJxZIglliXPRzr3Qf7F0ay}
  omar: {teams: [billing]}
owners:
  /.guard/**: platform
  /.github/**: platform
  /rules/**: platform
needs_plan: ["*"]
YAML
plan
start
write .github/workflows/ci.yml 'on: push'
land Documents
logged <<'ROWS'
{"act": "approval", "of": "landing", "by": "kim", "rev": "main..HEAD"}
ROWS
