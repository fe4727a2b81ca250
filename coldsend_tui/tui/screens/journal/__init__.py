"""Journal: every write this console made."""
