"""`/docs`: one self-contained HTML page made from the served OpenAPI document; nothing is fetched from anywhere else."""
