"""Family: commands, one file each, named by the word that calls it; listed in guard/cli.py."""
