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

write .github/workflows/ci.yml 'on: push'
write app/a.py 'def a():' '    return 11'
land 'runs when pushed'
git rm -q .github/workflows/ci.yml
land 'taken back'
