. "${0%/*}/../prelude.sh"

write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 1
needs_plan: ["*"]
routine:
  - {paths: [/README.md], does: [file.modify]}
END
start
git rm -q README.md
