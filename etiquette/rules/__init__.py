"""What good manners are: pure functions of values, with time as an argument."""
