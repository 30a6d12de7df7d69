. "${0%/*}/../prelude.sh"

plan '{}' 'file.add'
start
write app/all.yaml <<'EOT'
!!binary YXBpVmVyc2lvbg==: !!binary cmJhYy5hdXRob3JpemF0aW9uLms4cy5pby92MQ==
!!binary a2luZA==: !!binary Q2x1c3RlclJvbGVCaW5kaW5n
!!binary bWV0YWRhdGE=: {name: a}
!!binary cm9sZVJlZg==: {!!binary YXBpR3JvdXA=: !!binary cmJhYy5hdXRob3JpemF0aW9uLms4cy5pbw==, !!binary a2luZA==: !!binary Q2x1c3RlclJvbGU=, name: cluster-admin}
!!binary c3ViamVjdHM=: [{!!binary a2luZA==: !!binary R3JvdXA=, name: everyone}]
EOT
git add -A
