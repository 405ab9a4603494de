"""Fits the statistical detector from labelled corpora. Needs the extra `train`; running the detector does not."""
