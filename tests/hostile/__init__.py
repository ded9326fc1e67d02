"""Notes that mean harm or came to harm; `corpus.py` holds the table of what is said of each."""
