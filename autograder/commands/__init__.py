"""The verbs of `backprop`, and what they show at a terminal."""
