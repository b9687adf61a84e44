"""What runs inside the walls. The judge believes nothing that comes from here."""
