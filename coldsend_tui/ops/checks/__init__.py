"""The single checks of readiness, by what they look at."""
