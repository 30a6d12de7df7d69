"""From the text of a page to its sentences, items, rows and code (guard.model.prose): the room that reads Markdown."""
