"""What the API answers, one module per resource. Lenient on the way in: see `payload.py`."""
