"""What people say about their file: which file, which column is which, what unclear cells mean, why odd values are right."""
