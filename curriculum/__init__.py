"""What is taught and how one person walks through it. Pure: no input or output, and `now` is an argument."""
