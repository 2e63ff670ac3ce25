"""What users call from Python: decorators, arguments, results, errors, loaded modules."""
