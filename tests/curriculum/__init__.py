"""What the curriculum promises; pure."""
