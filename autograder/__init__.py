"""What an instructor runs: a judge, walls around students' code, and nbgrader around both."""
