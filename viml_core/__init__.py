"""Language-guided music recommendation for video: the product itself."""
