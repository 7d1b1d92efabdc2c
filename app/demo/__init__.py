"""The demo: its people, its texts and the small story they tell."""
