"""The client saves answers, all or some, files too; after they were handed in, what was left open can be added."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from marketplace.events.models import Event
from milestones.models import AnswerFile
from tests.milestones.conftest import ANSWERS
from tests.workshop import again, nth

pytestmark = pytest.mark.django_db


def pdf(name="brand.pdf", content=b"%PDF-1.7 a brand"):
    return SimpleUploadedFile(name, content)


def save(person, **data):
    return person.of_order("answer", **data)


def answers(play) -> list:
    return [one.answer for one in play.order.questions.all()]


def test_what_is_there_is_saved_and_shown_again(asked_order):
    play = asked_order()

    response = save(play.ada, **{"answer-1": "We bake bread.", "answer-4": pdf()})

    assert response.url == reverse("milestones:answers", args=[play.order.pk])
    assert answers(play) == [["We bake bread."], [], [], []]
    page = play.ada.browser.get(response.url).content.decode()
    assert "Saved. Nothing is handed in yet" in page
    assert "We bake bread." in page
    assert "brand.pdf" in page
    assert again(play.order).awaits_brief
    assert nth(play.order, 1).due_at is None


def test_nobody_else_may(asked_order, as_, mallory):
    play = asked_order()

    assert save(play.grace, **{"answer-1": "Mine."}).status_code == 403
    assert as_(mallory).do("answer", play.order, **{"answer-1": "Mine."}).status_code == 404
    assert play.grace.browser.get(reverse("milestones:answers", args=[play.order.pk])).status_code == 403
    assert answers(play) == [[], [], [], []]


def test_what_is_good_is_kept_where_the_form_goes_back(asked_order):
    play = asked_order()
    program = SimpleUploadedFile("setup.exe", b"MZ\0")

    response = save(play.ada, **{"answer-1": "Bread.", "answer-4": [pdf(), program]})

    assert response.status_code == 422
    assert "is a program" in response.context["form"].errors["answer-4"][0]
    assert answers(play)[0] == ["Bread."]
    assert [one.name for one in AnswerFile.objects.all()] == ["brand.pdf"]
    assert "brand.pdf" in response.content.decode()


def test_a_file_is_for_both_sides_and_support_and_for_nobody_else(asked_order, as_, ada, grace, mallory, sam):
    play = asked_order()
    save(play.ada, **{"answer-4": pdf()})
    url = AnswerFile.objects.get().get_absolute_url()

    for person, status in ((ada, 200), (grace, 200), (sam, 200), (mallory, 404)):
        response = as_(person).get(url)
        assert response.status_code == status
        if status == 200:
            assert response.headers["Content-Disposition"] == 'attachment; filename="brand.pdf"'


def test_a_file_that_the_storage_lost_is_not_there(asked_order, as_, ada, caplog):
    play = asked_order()
    save(play.ada, **{"answer-4": pdf()})
    kept = AnswerFile.objects.get()
    kept.file.storage.delete(kept.file.name)

    assert as_(ada).get(kept.get_absolute_url()).status_code == 404
    assert f"the storage has lost {kept.file.name}" in caplog.text


def test_a_file_can_be_taken_out_again(asked_order, django_capture_on_commit_callbacks):
    play = asked_order()
    save(play.ada, **{"answer-4": pdf()})
    kept = AnswerFile.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        save(play.ada, removed=[kept.pk])

    assert not AnswerFile.objects.exists()
    assert not kept.file.storage.exists(kept.file.name)
    assert not play.order.questions.get(position=4).is_answered


def test_a_file_has_to_fit_into_the_order(asked_order, settings):
    play = asked_order()
    settings.UPLOAD_ORDER_MAX_BYTES = 10

    response = save(play.ada, **{"answer-4": pdf()})

    assert response.status_code == 422
    assert "All files of an order" in response.context["form"].errors["answer-4"][0]
    assert not AnswerFile.objects.exists()


def test_an_older_tab_overwrites_nothing_in_silence(asked_order):
    play = asked_order()
    url = reverse("milestones:answers", args=[play.order.pk])
    seen = play.ada.browser.get(url).context["form"]["seen"].value()
    save(play.ada, **{"answer-1": "Bread."})

    response = save(play.ada, **{"answer-1": "Cake.", "seen": seen})

    assert response.status_code == 422
    assert "Saved as “What do you do, and for whom?”: Bread." in response.content.decode()
    assert answers(play)[0] == ["Bread."]
    save(play.ada, **{"answer-1": "Cake.", "seen": response.context["form"].data["seen"]})
    assert answers(play)[0] == ["Cake."]


def test_what_was_left_open_can_be_added_and_what_was_handed_in_stands(asked_order):
    play = asked_order()
    play.ada.hand_in_answers(**ANSWERS)

    save(play.ada, **{"answer-1": "Cake.", "answer-3": ["Round"]})

    assert answers(play) == [["We bake bread."], ["On paper"], ["Round"], []]
    assert Event.objects.filter(kind="order.answers_added").count() == 1
    assert "You added an answer" in play.ada.page()


def test_what_changes_nothing_tells_nothing(asked_order):
    play = asked_order()
    play.ada.hand_in_answers(**ANSWERS)

    save(play.ada)

    assert not Event.objects.filter(kind="order.answers_added").exists()


def test_an_order_that_has_ended_takes_none(asked_order, sam):
    play = asked_order(requirements_days=None, requirements_end="client_may_cancel")
    play.ada.of_order("call_off")

    assert save(play.ada, **{"answer-1": "Too late."}).status_code == 409
    page = play.ada.browser.get(reverse("milestones:answers", args=[play.order.pk]), follow=True)
    assert page.redirect_chain
    assert "The order has ended." in page.content.decode()


def test_both_sides_and_support_see_the_answers(asked_order, as_, sam):
    play = asked_order()
    save(play.ada, **{"answer-1": "We bake bread.", "answer-2": "On paper"})

    assert "What you need to know" in play.grace.page()
    for text in (play.ada.page(), play.grace.page(), as_(sam).get(play.order.get_absolute_url()).content.decode()):
        assert "We bake bread." in text
        assert "2 of 4 answered" in text
