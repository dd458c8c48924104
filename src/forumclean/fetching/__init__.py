"""Fetches threads from forums: whole, politely, and through what the real web does to a reader.

The package is named apart from the public ``fetch``, whose name a package of the same name would take away.
"""

from __future__ import annotations
