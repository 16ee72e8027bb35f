"""The steps by which the tables came to be; `env.py` is how alembic runs them."""
