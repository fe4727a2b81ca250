"""Content: the mails as a lead gets them, and the verdict on their variants."""
