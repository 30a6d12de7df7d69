. "${0%/*}/../log.sh"

approved
write README.md '# Mended'
landed Hotfix
entered kim-approves-a-hotfix kim
write README.md '# Example'
landed 'Hotfix taken back'
write README.md '# Mended'
git add -A
