"""What a study gets: tables of the people who agreed, under made-up numbers, with a codebook and never a word."""
