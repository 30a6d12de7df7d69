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
edit .guard/policy.yaml 's|^  omar: |  ada: {teams: [platform], key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIM8YKoiMG/mFwoI4yg+qTv7M3r/o3FWrVEpwenHfEg8K}\n  omar: |'
raise .guard/policy.yaml
land Documents
logged <<'ROWS'
{"act": "approval", "of": "policy", "by": "ada", "rev": "HEAD"}
ROWS
