"""What `backprop new` makes a lesson of."""
