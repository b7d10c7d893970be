"""What a person can do. One function is one transaction: it saves a fact and the nudges that the fact calls for."""
