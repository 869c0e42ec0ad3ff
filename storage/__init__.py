"""What is remembered: tables, queries by aggregate, encryption, migrations."""
