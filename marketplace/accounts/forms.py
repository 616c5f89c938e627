"""What people tell us about themselves."""

from contextlib import suppress
from dataclasses import dataclass

from django import forms

from marketplace import storage
from marketplace.accounts import avatars, locales
from marketplace.accounts.models import User, check_skills
from marketplace.errors import Refused
from marketplace.fields import LineField, NameField
from marketplace.stale import SeenMixin
from marketplace.widgets import PictureInput


class TimeZoneField(forms.ChoiceField):
    """A time zone from the list; one that a person already has is always in it."""

    def __init__(self, **kwargs):
        super().__init__(
            **{"label": "Time zone", "help_text": "Every time and deadline is shown in it.", **kwargs},
            choices=locales.time_zone_choices,
        )

    def keep(self, name: str) -> None:
        """Offer `name` too, where the list has it no more."""
        if name and not self.valid_value(name):
            self.choices = [("Yours", [(name, name)]), *locales.time_zone_choices()]


class SkillsField(forms.CharField):
    """A list of words that is typed with commas between them."""

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value):
        words = [" ".join(word.split()) for word in super().clean(value).split(",")]
        unique: dict[str, str] = {}
        for word in filter(None, words):
            unique.setdefault(word.casefold(), word)
        skills = list(unique.values())
        check_skills(skills)
        return skills


class ProfileForm(SeenMixin, forms.ModelForm):
    """The person as others see them."""

    avatar = forms.FileField(
        label="Picture",
        required=False,
        widget=PictureInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text="PNG, JPEG or WebP, up to 2 MB. It is cut square, and where and when it was taken is removed.",
    )
    display_name = NameField(max_length=80, label="Name", help_text="As others see it.")
    headline = LineField(max_length=120, required=False, help_text="What you do, in one line.")
    country = forms.ChoiceField(
        choices=locales.country_choices, required=False, help_text="Where you work, on your profile."
    )
    time_zone = TimeZoneField()
    skills = SkillsField(required=False, max_length=2000, help_text="Up to 15, with commas between them.")

    class Meta:
        model = User
        fields = ["avatar", "display_name", "headline", "about", "country", "time_zone", "skills"]
        help_texts = {"about": "What you have done, how you like to work, what you are looking for."}

    def __init__(self, *args, picture: "Picture | None" = None, **kwargs):
        """`picture` is what became of the one that was chosen, which the form does not look at again."""
        super().__init__(*args, **kwargs)
        self.picture, self.replaced = picture, None
        self.fields["time_zone"].keep(self.instance.time_zone)

    def clean_avatar(self):
        chosen = self.cleaned_data["avatar"]
        if "avatar" not in self.files or not chosen:
            return chosen
        if self.picture is None or self.picture.error:
            raise forms.ValidationError(self.picture.error if self.picture else avatars.UNREADABLE)
        return self.picture.name

    def save(self, commit=True):
        """Save what was asked here and nothing else. The picture that was replaced is for `throw_away`."""
        before = User.objects.only("avatar").get(pk=self.instance.pk).avatar
        self.instance.save(update_fields=self.changed_data)
        self.replaced = before if "avatar" in self.changed_data else None
        return self.instance

    def save_picture(self) -> bool:
        """Keep a good new picture although something else is wrong, so that nobody chooses it again."""
        picture = self.cleaned_data.get("avatar")
        if "avatar" not in self.files or not picture:
            return False
        person = User.objects.get(pk=self.instance.pk)
        self.replaced, person.avatar = person.avatar, picture
        person.save(update_fields=["avatar"])
        return True

    def throw_away(self) -> None:
        """Remove the picture that was replaced, once that is committed."""
        if self.replaced:
            with suppress(*storage.ERRORS):  # the nightly sweep takes it
                self.replaced.storage.delete(self.replaced.name)


@dataclass(frozen=True)
class Picture:
    """A picture that was chosen, made harmless and stored before the profile is locked; or what is wrong with it."""

    name: str = ""
    error: str = ""

    @classmethod
    def of(cls, upload, stored: storage.Stored, person: User) -> "Picture | None":
        """What becomes of this upload; None where there is none."""
        if not upload:
            return None
        file = User(pk=person.pk).avatar
        try:
            portrait = avatars.portrait(upload)
            stored.put(file, portrait.name, portrait)
        except forms.ValidationError as error:
            return cls(error=" ".join(error.messages))
        except Refused as refused:
            return cls(error=refused.message)
        return cls(file.name)
