"""What the measurements beside peers share: processes in rounds, a crowd of people due, and the arithmetic of goals."""
