"""From and to learning management systems: their zips of submissions, their tables of grades."""
