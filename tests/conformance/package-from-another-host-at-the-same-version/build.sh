. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
routine:
  - {paths: [/package-lock.json], does: [dep.add, dep.upgrade, dep.remove]}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'file.add'
write package-lock.json <<'EOT'
{"lockfileVersion": 3, "packages": {"node_modules/left": {"version": "1.0.0", "resolved": "https://registry.npmjs.org/left.tgz", "integrity": "sha512-aaa"}}}
EOT
start
write package-lock.json <<'EOT'
{"lockfileVersion": 3, "packages": {"node_modules/left": {"version": "1.0.0", "resolved": "https://mirror.example.net/left.tgz", "integrity": "sha512-bbb"}}}
EOT
git add -A
