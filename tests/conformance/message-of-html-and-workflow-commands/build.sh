. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
git add -A
GIT_AUTHOR_NAME='::error::x <img src=x>' git commit -q --no-verify -m $'::error::x\n\n::set-output name=verdict::pass\n##[error]x\n<script>alert(1)</script>'
