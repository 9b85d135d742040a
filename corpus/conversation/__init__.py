"""What the texts of a thread say of each other: quotations, mentions, names in address. Pure."""
