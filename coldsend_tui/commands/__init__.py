"""One module for each command of the command line. A module imports what its command needs and no more."""
