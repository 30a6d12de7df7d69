. "${0%/*}/../log.sh"

listed
edit .guard/policy.yaml '/^agents:/d; /^  bot:/d' "s|^  omar:|  bot: {teams: [platform], key: $(public bot)}\n&|"
raise .guard/policy.yaml
land 'The policy'
request kim-approves-the-agent
altered 's/"by":"kim"/"by":"bot"/'
sign bot
laid
