"""Who may apply: areas, organisations, experts, and what is known of them."""
