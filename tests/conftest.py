"""Lets tests import the helpers that stand beside them; keeps the settings of whoever runs them out."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
NO_SETTINGS = tempfile.TemporaryDirectory(prefix="forumclean-tests-", ignore_cleanup_errors=True)
os.environ["XDG_CONFIG_HOME"] = NO_SETTINGS.name
os.environ.pop("FORUMCLEAN_TABLES", None)
