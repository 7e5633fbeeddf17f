"""Labelled text from files: read, check the labels, split, find repeats.

`read.read` gives a `Dataset`; `labels.check_labels` says whether one can learn from it;
`split.split` cuts it into parts; `repeats.repeats` finds what occurs more than once.
"""
