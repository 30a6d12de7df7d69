. "${0%/*}/../prelude.sh"

plan '{}' 'file.add'
start
write app/role.yaml <<'EOT'
"apiVersion": "rbac.authorization.k8s.io/v1"
"kind": "Cluster\x52ole"
"metadata": {"name": "all"}
"rules":
  - {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}
EOT
git add -A
