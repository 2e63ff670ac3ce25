"""The computer that compiles: its cache folder, its threads, its terminal."""
