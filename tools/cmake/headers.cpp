// Nothing of its own: its target compiles the headers that others reuse.
