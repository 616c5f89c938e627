"""What must be true of the pretend bank and our books; run by check_books."""

from collections.abc import Iterator

from escrow.checks import TURNED, offenders, promises


@promises.register()
def the_sandbox_bank_and_the_payments_agree() -> Iterator[str]:
    """Line by line, the bank's statement against our payments; those it has not decided yet may differ."""
    for key, bank, ours in offenders(
        "WITH bank AS (SELECT key, currency, CASE kind WHEN 'charge' THEN amount ELSE -amount END"  # noqa: S608 - our own words
        "  * (status = 'succeeded')::int - cost AS amount"
        "  FROM public.sandbox_sandboxcharge WHERE status IN ('succeeded', 'disputed', 'lost')),"
        f" turned AS ({TURNED}),"
        " ours AS (SELECT p.key, p.currency, p.state, CASE p.kind WHEN 'charge' THEN p.amount ELSE -p.amount END"
        "  * (p.state = 'succeeded')::int + coalesce(t.amount, 0) AS amount FROM public.escrow_payment p"
        "  JOIN public.escrow_paymentsource s ON s.id = p.source_id LEFT JOIN turned t ON t.payment_id = p.id"
        "  WHERE s.gateway = 'sandbox')"
        " SELECT key, coalesce(bank.amount, 0), coalesce(ours.amount, 0)"
        " FROM bank FULL JOIN ours USING (key, currency)"
        " WHERE coalesce(bank.amount, 0) <> coalesce(ours.amount, 0)"
        " AND coalesce(state, '') NOT IN ('created', 'confirming', 'unknown')"
    ):
        yield f"payment key {key}: the bank moved {bank}, we think {ours}"
