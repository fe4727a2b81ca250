"""The tab that holds periods or campaigns against each other."""
