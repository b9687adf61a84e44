"""Backpropagation in its plainest form: units, gradient checks, data, figures and exercises.

Importing the package loads nothing but itself; each module loads numpy, and `plot` loads
matplotlib when a figure is drawn.
"""

__version__ = "0.1.0"
