"""The contracts of the site as versioned texts: the two that were template files, word for word, as version 1.

What was filled in from those files stays as it is, and names no text.
"""

from datetime import UTC, datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import marketplace.validators
from marketplace.postgresql.guards import AppendOnly

PUBLISHED = datetime(2026, 11, 28, tzinfo=UTC)

PARTIES = (
    "1. The parties\n"
    "{{ client }} (the client) orders the work described here from {{ freelancer }} (the freelancer). The"
    " freelancer works as an independent contractor, not as an employee, and decides how, where and when "
    "to work.\n"
)
STEPS = (
    "{% for step in steps %}Step {{ step.number }}: {{ step.name }}, {{ step.price }}{% if step.days %}, "
    "within {{ step.days }} of being paid into escrow{% elif step.due %}, due on {{ step.due }}{% endif "
    "%}{% if step.revisions %}, {{ step.revisions }} included{% endif %}{% if step.call %}, with a video "
    "call{% endif %}\n"
    "{% if step.description %}   {{ step.description }}\n"
    "{% endif %}{% if step.deliverables %}   Deliverables: {{ step.deliverables }}\n"
    "{% endif %}{% endfor %}\n"
    "Total: {{ total }}{% if one_payment %}, in one payment{% endif %}{% if revisions %}, with {{ "
    "revisions }} in all{% endif %}\n"
)
CLAUSES = (
    "4. Payment\n"
    "The client pays the price of each step into escrow on the site before work on it begins{% if deposit"
    " %}, that of the first step{% if deposit_may_be_whole %} (or, if the client chooses so, of every "
    "step){% endif %} together with the offer{% endif %}. The site's fees are {{ client_fee }} for the "
    "client on top of the price and {{ freelancer_fee }} for the freelancer out of it, if every step is "
    "paid. No party asks the other to pay outside of the site for this work.\n"
    "\n"
    "5. Delivery and acceptance\n"
    "The freelancer delivers each step on the site. {% if review_days %}The client answers within {{ "
    "review_days }} days; if the client does not, the delivery counts as accepted{% if silence_ends_order"
    " %} and the order ends with it{% endif %}.{% else %}The client accepts it on the site.{% endif %} {%"
    " if revisions_are_unlimited %}The client may ask for revisions within the agreed scope as often as "
    "needed.{% elif revisions_are_agreed %}Corrections are agreed between the parties.{% else %}The "
    "client may ask for as many revisions within the agreed scope as are included above.{% endif %} The "
    "escrow of an accepted step is paid to the freelancer{% if paid_on_completion %} when the order "
    "completes{% endif %}.\n"
    "\n"
    "6. Rights in the work\n"
    "With the payment of a step, the client receives the exclusive right, without limit of time, place or"
    " purpose, to use and change what was delivered in it. Until then all rights stay with the "
    "freelancer. The freelancer may keep using general skills, tools and material that existed before, "
    "and grants the client a simple right to use such material as part of the work. The freelancer "
    "warrants that the work infringes no rights of others that they know of.\n"
    "\n"
    "7. Confidentiality\n"
    "Each party keeps to itself what the other marks as confidential or what is plainly so, and uses it "
    "for this work only. This holds for three years after the end of the order. What is public, or must "
    "be disclosed by law, is excepted.\n"
    "\n"
    "8. Ending and disputes\n"
    "How this agreement is stopped, cancelled or disputed, who decides, within what time, and who then "
    "receives what is held in escrow, is set out in the rulebook “{{ rulebook }}”, version {{ "
    "rulebook_version }}, of the site. It is part of this agreement and does not change for it. Nothing "
    "in this agreement limits liability for intent or gross negligence, or rights that the law gives and "
    "no contract can take away.\n"
    "\n"
    "9. The rest\n"
    "This document and the rulebook are the whole agreement about this work. If a part of it is void, the"
    " rest stands. Notices between the parties are valid when sent through the site.\n"
)
SIGNED_WORK = (
    "\n"
    "2. The work\n"
    "{{ title }}\n"
    "{% if scope %}\n"
    "{{ scope }}\n"
    "{% endif %}{% if starts_on %}\n"
    "The project starts on {{ starts_on }}.\n"
    "{% endif %}\n"
)
SIGNED_MADE = (
    "\n"
    "3. Signatures\n"
    "Each party signs by typing their full name under the same version of this document on the site. The "
    "site keeps the name, the time and the SHA-256 digest of that version; neither party can change it "
    "afterwards. The agreement is made when both have signed.\n"
    "\n"
)
ACCEPTED_WORK = (
    "\n"
    "2. The work\n"
    "{{ title }}\n"
    "{% if scope %}\n"
    "{{ scope }}\n"
    "{% endif %}\n"
)
ACCEPTED_MADE = (
    "\n"
    "3. When this agreement begins\n"
    "It is made when one party accepts, on the site, the version of the offer that the other party sent. "
    "Changes need the agreement of both, made on the site in the way of the rulebook.\n"
    "\n"
)
SIGNED = "AGREEMENT ON FREELANCE WORK, SIGNED BY BOTH PARTIES\n\n" + PARTIES + SIGNED_WORK + STEPS + SIGNED_MADE + CLAUSES
ACCEPTED = "AGREEMENT ON FREELANCE WORK\n\n" + PARTIES + ACCEPTED_WORK + STEPS + ACCEPTED_MADE + CLAUSES


def publish(apps, schema_editor):
    """Where a site has published texts of its own, they stand."""
    texts = apps.get_model("offers", "ContractText").objects
    for key, title, body in [
        ("both_sign", "Agreement on freelance work, signed by both parties", SIGNED),
        ("acceptance", "Agreement on freelance work", ACCEPTED),
    ]:
        if not texts.filter(key=key).exists():
            texts.create(key=key, version=1, title=title, body=body, published_at=PUBLISHED)


class Migration(migrations.Migration):
    dependencies = [
        ("offers", "0011_whole_deposit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContractText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        choices=[("both_sign", "both sides sign"), ("acceptance", "accepting the offer")],
                        max_length=20,
                        verbose_name="for",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120, validators=[marketplace.validators.validate_line])),
                ("body", models.TextField()),
                ("published_at", models.DateTimeField()),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "contract text",
                "ordering": ["key", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("key", "version"), name="contract_text_version_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("key__in", ["both_sign", "acceptance"])), name="contract_text_key_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)), name="contract_text_counts_from_one"
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(("title", "")) & ~models.Q(("body", "")),
                        name="contract_text_says_something",
                    ),
                ],
            },
        ),
        migrations.AddField(
            "version",
            "contract_template",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="offers.contracttext",
            ),
        ),
        migrations.AddField(
            "version",
            "contract_marks",
            models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.RunPython(publish, migrations.RunPython.noop, elidable=False),
        AppendOnly("offers_contracttext", says="a published contract text never changes: publish a new version"),
    ]
