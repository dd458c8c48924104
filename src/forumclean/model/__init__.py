"""The types that flow from stage to stage, in the order in which they flow.

``Source → Document → Page → Passage (ledger.py) → Block → Article``.  All are immutable.  Offsets are
counted in characters (code points) of the text they belong to, ends are exclusive.
"""

from forumclean.model.articles import ArticleData, MaskEntry, Post, Removed, Section, Segmented, SourceInfo
from forumclean.model.blocks import (
    Attachment,
    Block,
    Byline,
    Code,
    Heading,
    Hidden,
    Image,
    Level,
    ListBlock,
    Media,
    Paragraph,
    Quote,
    Rule,
    Table,
    paragraphs,
)
from forumclean.model.documents import Document, Loss, Source
from forumclean.model.facts import (
    BylineFacts,
    Comment,
    Edited,
    Poll,
    PollOption,
    PostFacts,
    Price,
    Rating,
    Reward,
    ThreadFacts,
    Withheld,
)
from forumclean.model.pages import Page
from forumclean.model.texts import NOTHING, Edit, Mark, Span

__all__ = [
    "NOTHING",
    "ArticleData",
    "Attachment",
    "Block",
    "Byline",
    "BylineFacts",
    "Code",
    "Comment",
    "Document",
    "Edit",
    "Edited",
    "Heading",
    "Hidden",
    "Image",
    "Level",
    "ListBlock",
    "Loss",
    "Mark",
    "MaskEntry",
    "Media",
    "Page",
    "Paragraph",
    "Poll",
    "PollOption",
    "Post",
    "PostFacts",
    "Price",
    "Quote",
    "Rating",
    "Removed",
    "Reward",
    "Rule",
    "Section",
    "Segmented",
    "Source",
    "SourceInfo",
    "Span",
    "Table",
    "ThreadFacts",
    "Withheld",
    "paragraphs",
]
