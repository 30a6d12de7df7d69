"""The triage desk: what waits for a person, one decision at a time."""

from __future__ import annotations
