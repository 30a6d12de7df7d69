. "${0%/*}/../prelude.sh"

plan '{}' 'file.modify'
write app/role.yaml <<'EOT'
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: reader
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: [get]
EOT
start
write app/role.yaml <<'EOT'
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: reader}, rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]}
EOT
git add -A
