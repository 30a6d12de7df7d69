. "${0%/*}/../log.sh"

listed
private bot
edit .guard/policy.yaml "s|^machines:|machines:\\n  evil: {key: $(public bot), attests: [deployed]}|" 's|^version: 1|version: 2|'
land
mkdir records
