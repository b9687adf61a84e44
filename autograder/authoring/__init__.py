"""What an instructor makes: new lessons, releases, and the bundle that students get."""
