. "${0%/*}/../prelude.sh"

plan '{}' 'file.modify'
write app/iam.tf <<'EOT'
resource "aws_iam_policy" "read" {
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::a/*" }]
  })
}
EOT
start
write app/iam.tf <<'EOT'
resource "aws_iam_policy" "read" {
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  })
}
EOT
git add -A
