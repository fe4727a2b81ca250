"""One folder per place: the screen, and a view that says what it shows without needing a terminal."""
