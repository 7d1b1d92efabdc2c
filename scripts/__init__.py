"""Programs for those who set up, run and test this folder; the application never imports them."""
