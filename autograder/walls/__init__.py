"""What stands around students' code."""
