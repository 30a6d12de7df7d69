"""What programs do with their words: by table where a table can say it, by a function where not."""

from __future__ import annotations
