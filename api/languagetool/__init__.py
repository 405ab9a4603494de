"""The HTTP contract of LanguageTool's server, so that its many clients flag Chinese drafts as they are."""
