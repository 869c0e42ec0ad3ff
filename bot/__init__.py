"""What people can do, the chat in which they do it, and the engine that carries nudges."""
