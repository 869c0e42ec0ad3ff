"""Questions for two: each answers alone, and both are shown what both chose to show."""
