"""Safety checks: one table, read against plain facts. They warn, explain, and keep the answer."""
