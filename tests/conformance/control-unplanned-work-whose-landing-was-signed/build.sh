. "${0%/*}/../log.sh"

approved
write README.md '# Mended'
land Hotfix
signed kim-approves-a-hotfix kim approve HEAD --unplanned
