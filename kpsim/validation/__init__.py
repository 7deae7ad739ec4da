"""Published cases against the model: what happened elsewhere, and what it would have said."""
