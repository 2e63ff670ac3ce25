"""What goes wrong in the bridge itself; emulated code cannot catch it."""


class BridgeError(Exception):
    """Emulated code did with objects what no right code does, or asked for what the bridge does not have."""
