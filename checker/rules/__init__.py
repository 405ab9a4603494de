"""Hits and conversation → findings, one file a rule. Rules never import each other."""
