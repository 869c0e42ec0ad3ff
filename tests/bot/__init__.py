"""What the parts of the bot promise."""
