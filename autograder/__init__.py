"""What an instructor runs: a judge outside, the student's code inside walls, and nbgrader around
both.
"""
