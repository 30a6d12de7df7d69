. "${0%/*}/../prelude.sh"

write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 1
people:
  dana: {teams: [platform], key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFbySZEVgITP4kWDMWE2A5onBF5JWNYQ5NB/FMr/L22d}
  kim: {teams: [platform], key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGdeIHs2xaqku0L7FnwDduCJxZIglliXPRzr3Qf7F0ay}
  omar: {teams: [billing]}
agents:
  bot: {owner: omar, purpose: refactors, key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIM8YKoiMG/mFwoI4yg+qTv7M3r/o3FWrVEpwenHfEg8K}
owners:
  /.guard/**: platform
  /rules/**: platform
needs_plan: ["*"]
END
plan
start
echo '{"act": "approval", "of": "plan", "name": "work", "by": "bot"}' | logged
write app/a.py 'def a():' '    return 11'
git add -A
