"""The little languages that documents are written in: edges, windows, times, resources, keys, pins, ways back.

Each module says why a text is not of its language (`reason`) and what one that is means. Path and operation patterns
stand in guard.model.paths: they are asked of every change.
"""
