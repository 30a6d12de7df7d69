"""How good the questions are: a corpus of plans with what is wrong in each, judged and counted."""
