"""What stays as long as the service runs is left out of garbage collection.

The lexicon is a few hundred thousand objects; a full collection looks at each, while every request waits.
"""

from __future__ import annotations

import gc


def keep_all() -> None:
    """Leave out everything there is now. Cheap: nothing is looked at."""
    gc.freeze()


def sweep() -> None:
    """Collect what was left out and is needed no more, a lexicon that another took the place of; leave out the rest."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def release() -> None:
    """Leave out nothing any more."""
    gc.unfreeze()
