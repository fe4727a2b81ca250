"""What an operator knows: pure judgement of workspace rows. No I/O, no third-party imports, no clock of its own."""
