"""The same work, done by this program and by what a user would pick instead: `make bench`, `make bench-full`."""
