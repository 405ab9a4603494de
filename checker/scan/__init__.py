"""Many files at once: planned, checked by workers, put together in input order, resumed where it was stopped."""

from checker.scan.inputs import files_of
from checker.scan.run import Progress, Summary, problems_in, scan, scan_to_file
from checker.scan.settings import Settings

__all__ = ["Progress", "Settings", "Summary", "files_of", "problems_in", "scan", "scan_to_file"]
