"""The LED loop of the first pyboard: how many instructions a pulse takes in each way."""
