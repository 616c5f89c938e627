"""Contract texts: the little language they are written in, the values that fill them in, and publishing one."""
