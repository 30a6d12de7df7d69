. "${0%/*}/../prelude.sh"

write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 1
owners: {/.guard/**: platform}
people: {dana: {teams: [platform]}}
needs_plan: ["*"]
merges: squash
END
start

write rules/rules.yml 'allow: all'
land bad
write app/a.py 'def a():' '    return 11'
land
