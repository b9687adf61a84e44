"""A class at once: jobs go out to processes, results come back to one writer."""
