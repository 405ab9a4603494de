"""Writers of reports, one file a format."""
