"""How a class did in a lesson: a page, a table for the terminal, and a CSV of everything."""
