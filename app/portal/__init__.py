"""What many packages show together: public site, desk, project page, files, check page."""
