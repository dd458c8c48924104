"""Cleans corpora: records in, rows or rejects out, in shards, over processes or machines.

``finding`` names the files, ``readers`` make records of them, ``cleaning`` makes rows or rejects of records, an engine (``local``,
``onray``) spreads that over workers, ``output`` writes shards and can go on after a kill, ``running`` ties them together.
"""

from __future__ import annotations
