"""Every table of the papers, trained and measured anew."""
