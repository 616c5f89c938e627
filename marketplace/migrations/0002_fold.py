"""What is searched, and what is looked for, without case and accents: "Crème brûlée, Łódź" is "creme brulee, lodz".

PostgreSQL's own unaccent is an extension, which a site may not have, and is not immutable. The large letters stand in
the list because a database with the locale C lowers only those of ASCII; Cyrillic and Greek are those of today.
`fold_words` also parts what PostgreSQL's parser would take for an address, a path or a number: "UI/UX", "node.js".
Both are bound to what they call when they are made, so that a dump can be read back with any search_path.
"""

from django.db import migrations

LARGE = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЂЃЄЅІЈЉЊЋЏҐ" "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩς"
SMALL = "абвгдежзиклмнопрстуфхцчшщъыьэюяђѓєѕіјљњћџґ" "αβγδεζηθικλμνξοπρστυφχψωσ"

# A text of ASCII alone, as most are, needs none of it; translate takes a millisecond for a page and a long list.
FOLD = rf"""
CREATE FUNCTION public.fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN octet_length($1) = char_length($1) THEN lower($1)
    WHEN $1 ~ '[\u0370-\u04ff]' THEN translate(
        lower(regexp_replace(normalize($1, NFKD), '[\u0300-\u036f]', '', 'g')),
        'øłđıßØŁĐẞ{LARGE}', 'oldisolds{SMALL}'
    )
    ELSE translate(
        lower(regexp_replace(normalize($1, NFKD), '[\u0300-\u036f]', '', 'g')), 'øłđıßØŁĐẞ', 'oldisolds'
    )
END;
CREATE FUNCTION public.fold_words(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(public.fold($1), '[-./\\_@:+&<>~]', ' ', 'g');
"""


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0001_initial")]

    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION public.fold_words(text); DROP FUNCTION public.fold(text);"),
    ]
