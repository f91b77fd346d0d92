"""Documents, sentences and passages, and the stores that find them."""
