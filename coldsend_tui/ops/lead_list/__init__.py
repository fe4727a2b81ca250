"""A list of leads before it is uploaded: read as people have it, mapped, judged row by row, told as a scorecard."""
