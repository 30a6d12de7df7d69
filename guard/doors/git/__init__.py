"""The git door: the only room that speaks to git, by plumbing alone."""
