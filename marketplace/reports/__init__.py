"""That somebody shows what another one wrote to support: what reports of messages and of reviews have in common."""
