"""The operations of the public API, one module per resource, and the control routes beside it."""
