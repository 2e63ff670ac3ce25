"""The whole pipeline: how long it takes, and how large or deep a source may be."""
