"""Where the console meets the terminal: signals, input, crash report, bytes. Every touch of a private API of Textual lives here."""
