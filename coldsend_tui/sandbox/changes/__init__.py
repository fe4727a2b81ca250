"""Everything that changes the world on request, one module per resource: rules about state live here, rules about shape in the HTTP layer."""
