"""The shell of Suyi and what every package stands on."""
