. "${0%/*}/../log.sh"

listed
edit .guard/policy.yaml '/^agents:/d; /^  bot:/d' "s|^  omar:|  bot: {teams: [platform], key: $(public bot)}\n&|"
raise .guard/policy.yaml
land 'The policy'
signed kim-approves-the-agent kim approve policy --at HEAD
