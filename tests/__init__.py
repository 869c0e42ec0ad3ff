"""Stories of what the product does, and what each part of it promises."""
