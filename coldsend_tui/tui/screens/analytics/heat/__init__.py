"""The tab that maps who sent how much when."""
