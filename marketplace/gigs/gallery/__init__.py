"""The pictures of gigs: what is taken (`checking`), and the sizes that are made of it (`making`)."""
