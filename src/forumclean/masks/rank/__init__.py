"""The built-in ranker of masked words: a model of the language, a lexicon, and the page as a witness."""
