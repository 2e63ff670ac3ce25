"""What every name, expression and statement of a function is: its type."""
