. "${0%/*}/../prelude.sh"

with_keys
plan
start
edit .guard/policy.yaml 's|^  omar: |  ada: {teams: [platform], key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIM8YKoiMG/mFwoI4yg+qTv7M3r/o3FWrVEpwenHfEg8K}\n  omar: |'
raise .guard/policy.yaml
land Documents
logged <<'ROWS'
{"act": "approval", "of": "policy", "by": "ada", "rev": "HEAD"}
ROWS
