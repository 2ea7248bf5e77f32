"""The blind study: two rankings, one question, raters who do not know which is which."""
