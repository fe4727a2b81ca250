"""The console. The only room where Textual is imported; drawing logic without it stays importable on its own."""
