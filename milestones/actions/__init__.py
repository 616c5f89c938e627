"""The verbs of the trade.

Each locks the order, fires what is due on it, authorizes, acts and writes, in one transaction.
"""
