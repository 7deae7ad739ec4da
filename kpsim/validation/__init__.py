"""Published cases against the model: what happened elsewhere, and what the model would have said."""
