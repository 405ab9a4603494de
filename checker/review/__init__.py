"""The review of a scan's findings: confirm, reject, contest, decide; what it says of the checker; what is known from before.

`baseline` reads earlier scans and verdicts, `desk` decides, `links` lets clerks in, `sampling` and `estimates` measure
what the checker misses, `exporting` turns rejected findings into examples for the lexicon.
"""
