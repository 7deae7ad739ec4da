"""The model written for other programs and for readers."""
