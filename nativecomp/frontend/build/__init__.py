"""The IR of typed functions, built without a thought about speed."""
