"""Lets tests import the helpers that stand beside them; keeps the settings of whoever runs them out."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
os.environ["XDG_CONFIG_HOME"] = str(Path(__file__).parent / "no-settings-here")
os.environ.pop("FORUMCLEAN_TABLES", None)
