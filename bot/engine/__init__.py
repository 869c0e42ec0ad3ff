"""What drives the bot: fixed jobs that look for what is due. Nothing else knows which engine it is."""
