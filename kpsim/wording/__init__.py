"""How numbers, doubt and verdicts are written: tables, charts and texts say them alike."""
