"""Who acts: people, sign-in, sessions and role grants."""
