"""Sites: where a plan's patterns find something in a tree, and what became of the places a manifest lists.

What is asked (query.py), what one file answers (search.py), all files of a tree (scan.py) with what is known of them
already (kept.py), the manifest (manifest.py); then what a plan's sites have come to (standing.py), and what one landing
does to them (landing.py). The values and the comparison stand in guard.model.site.
"""
