. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
routine:
  - {paths: [/package.json], does: [dep.*]}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'file.add'
write package.json <<'EOT'
{
  "dependencies": {"left": "1.0.0"}
}
EOT
start
write package.json <<'EOT'
{
  "dependencies": {"left": "1.1.0"}
}
EOT
git add -A
