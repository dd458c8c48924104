"""Classes that a page's own style makes invisible: forums that are no default hide their noise so."""

from __future__ import annotations

import re

HIDING_RE = re.compile(
    r"(?:<style\b[^<>]{0,100}>|[},]|\*/|<!--)\s{0,99}(?:span|font|[bi]|em)?\.([A-Za-z][\w-]{0,60})\s{0,9}"
    r"\{[^{}]{0,300}?(?:display\s{0,9}:\s{0,9}none|font-size\s{0,9}:\s{0,9}0(?:px)?\s{0,9}[;}])",
    re.IGNORECASE,
)
"""A class alone, or of an element within a line: of ``.menu .quote`` and ``.menu > .quote`` only those in menus are hidden."""
MEDIA_RE = re.compile(r"@media\b[^{}]{0,200}\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\}", re.IGNORECASE)
"""What holds on paper, or on screens of some size alone."""
NEAR = 20_000
"""Characters of a page without a head."""


def hiding_classes(html: str) -> frozenset[str]:
    """Classes that the page's own style makes invisible: text of such elements is noise in a post.

    >>> sorted(hiding_classes("<style>.x9k { display: none; } .menu .quote {display:none}</style>"))
    ['x9k']
    """
    end = html.find("</head>")
    head = html[: end if end > 0 else NEAR]
    return frozenset(HIDING_RE.findall(MEDIA_RE.sub("", head))) if "<style" in head else frozenset()
