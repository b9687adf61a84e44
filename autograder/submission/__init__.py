"""What was handed in, and the notebook that is made of it and of the instructor's."""
