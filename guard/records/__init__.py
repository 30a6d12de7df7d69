"""Records of landings: what guard judged and why, written down, signed, recomputed, and handed to an auditor."""
