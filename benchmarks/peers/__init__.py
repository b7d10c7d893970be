"""What a user would pick instead: real programs that use the real libraries, each in a process of its own."""
