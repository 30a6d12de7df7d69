. "${0%/*}/../log.sh"

approved
write README.md '# Mended'
land Hotfix
entered kim-approves-a-hotfix kim
write README.md '# Mended!'
land Hotfix
