"""From the text of a document to plain, valid data in its one canonical form.

Strict text (guard.document), the schema and its little grammars (forms.py), then the meaning (meaning.py). Loaded only
when a document is new or changed; what comes out is what the cache keeps, what is digested and what values are made of.
"""

from __future__ import annotations

from guard.compile.documents import Read, compile_document, read_document

__all__ = ["Read", "compile_document", "read_document"]
