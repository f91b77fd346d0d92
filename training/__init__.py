"""How the models that ship are made: material, examples, encoder, reader and their weights."""
