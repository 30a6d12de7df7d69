"""Family: CI hosts, one file each: what an event of the host asks of guard."""
