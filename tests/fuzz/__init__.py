"""Random programs: generators, the judge that compares compiled code with the reference, the runner of `make fuzz`."""
