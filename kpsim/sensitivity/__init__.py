"""Which numbers matter: what drives a result, what would flip it, and what to find out next."""
