"""``python -m forumclean``."""

from forumclean.cli import main

main()
