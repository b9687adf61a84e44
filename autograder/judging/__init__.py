"""Decides, outside the walls, what the grading cells find in a submission."""
