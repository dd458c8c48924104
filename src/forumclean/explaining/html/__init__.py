"""An explanation as one page for a browser: self-contained, without a request, without a way for forum text to act.

``markup.py`` is the only place where text becomes markup; ``rows.py`` lays the article beside its source.
"""

from __future__ import annotations

from forumclean.explaining.html.page import to_html

__all__ = ["to_html"]
