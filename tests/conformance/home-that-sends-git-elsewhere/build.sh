. "${0%/*}/../prelude.sh"

start
git clone -q --bare --no-hardlinks . other.git
git -C other.git update-ref refs/heads/main "$(git -C other.git commit-tree -m 'No rules' "$(git -C other.git rev-parse 'main^{tree}:app')")"
write rules/rules.yml 'allow: all'
git add rules
git commit -q --no-verify -m work
mkdir -p home && git config -f home/.gitconfig "url.file://$PWD/other.git.insteadOf" file://
git config -f home/.gitconfig core.hooksPath "$PWD/hooks"
