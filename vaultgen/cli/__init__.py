"""The command line: builds the adapters, runs the day, shows the outcome."""
