"""What runs inside the walls. The judge believes nothing that comes from here."""

START = b"start"  # asks a warm interpreter for a fork of it
