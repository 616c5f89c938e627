"""Handing in through the order page: message, links, files, each for its deliverable."""

from django.core.files.uploadedfile import SimpleUploadedFile

from milestones.models import Delivery, State
from tests.workshop import nth, states

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def upload(name="notes.txt", content=b"Some notes."):
    return SimpleUploadedFile(name, content)


def test_files_and_links_are_kept_with_their_deliverable(as_, grace, order):
    placed = order("fair")
    milestone = nth(placed, 1)  # its deliverable is called Files

    response = as_(grace).do(
        "deliver",
        milestone,
        message="Here it is.",
        **{
            "files-0": [upload("logo.png", PNG), upload()],
            "links-1": "https://example.org/a\n\n https://example.org/b",
        },
    )

    delivery = Delivery.objects.get()
    assert response.url == milestone.get_absolute_url()
    assert [(one.name, one.content_type, one.deliverable) for one in delivery.files.all()] == [
        ("logo.png", "image/png", "Files"),
        ("notes.txt", "text/plain", "Files"),
    ]
    assert delivery.links == [
        {"url": "https://example.org/a", "deliverable": ""},
        {"url": "https://example.org/b", "deliverable": ""},
    ]


def test_both_sides_find_them_on_the_page(as_, ada, grace, order):
    placed = order("fair")
    as_(grace).do("deliver", nth(placed, 1), **{"files-0": upload(), "links-0": "https://example.org/a"})

    page = as_(ada).see("order", placed.pk)

    assert "Files notes.txt 11 bytes https://example.org/a" in page


def test_an_empty_one_is_refused_next_to_the_message(as_, grace, order):
    placed = order("fair")

    response = as_(grace).do("deliver", nth(placed, 1), message="  ")

    assert response.status_code == 422
    assert "A delivery needs a message, a file or a link." in response.content.decode()
    assert states(placed)[0] == State.FUNDED


def test_what_was_typed_is_still_there(as_, grace, order):
    data = {"message": "A long message.", "links-0": "ftp://example.org/x"}

    response = as_(grace).do("deliver", nth(order("fair"), 1), **data)

    html = response.content.decode()
    assert response.status_code == 422
    assert "A long message." in html
    assert "“ftp://example.org/x” is not a web address." in html.replace("&quot;", '"')
    assert not Delivery.objects.exists()


def test_an_address_without_its_beginning_gets_it(as_, grace, order):
    as_(grace).do("deliver", nth(order("fair"), 1), **{"links-0": "www.example.org/work\nhttp://example.org/"})

    assert [link["url"] for link in Delivery.objects.get().links] == [
        "https://www.example.org/work",
        "http://example.org/",
    ]


def test_files_are_asked_for_again_only_when_some_were_chosen(as_, grace, order):
    placed = order("fair")
    again = "Choose the files again"

    program = upload("run.exe", b"MZ" + b"\0" * 64)
    without = as_(grace).do("deliver", nth(placed, 1), **{"links-0": "x y"})
    some = as_(grace).do("deliver", nth(placed, 1), **{"files-0": program})

    assert again not in without.content.decode()
    assert again in some.content.decode()
    assert "Up to 10 files of 25" in without.content.decode()


def test_a_deliverable_without_anything_is_remarked_on(as_, ada, grace, order):
    without, complete = order("fair"), order("fair")

    as_(grace).do("deliver", nth(without, 1), **{"links-1": "https://example.org/"})
    as_(grace).do("deliver", nth(complete, 1), **{"links-0": "https://example.org/"})

    assert "Nothing is attached under: Files" in as_(ada).see("order", without.pk)
    assert "Nothing is attached under" not in as_(ada).see("order", complete.pk)


def test_a_script_is_no_link(as_, grace, order):
    response = as_(grace).do("deliver", nth(order("fair"), 1), **{"links-0": "javascript:alert(1)"})

    assert response.status_code == 422
    assert not Delivery.objects.exists()


def test_too_many_files_are_counted_over_all_deliverables(as_, grace, order):
    files = {"files-0": [upload() for _ in range(6)], "files-1": [upload() for _ in range(5)]}

    response = as_(grace).do("deliver", nth(order("fair"), 1), **files)

    assert response.status_code == 422
    assert "At most 10 files at once; these are 11." in response.content.decode()


def test_a_bad_file_is_named_next_to_its_field(as_, grace, order):
    files = {"files-0": [upload(), upload("setup.exe", b"MZ" + b"\0" * 100)]}

    response = as_(grace).do("deliver", nth(order("fair"), 1), **files)

    assert response.status_code == 422
    assert "“setup.exe” is a program." in response.content.decode()
    assert not Delivery.objects.exists()


def test_twice_is_once(as_, grace, order):
    visitor = as_(grace)
    milestone = nth(order("fair"), 1)
    visitor.do("deliver", milestone, message="Here.")

    assert visitor.do("deliver", milestone, message="Here.").status_code == 409
    assert Delivery.objects.count() == 1


def test_the_last_one_is_the_full_project(as_, ada, grace, order):
    placed = order("fair", 500)
    assert "This is the last step: hand in the full project." in as_(grace).see("order", placed.pk)

    as_(grace).do("deliver", nth(placed, 1), message="All of it.")

    assert "Delivery 1 · the full project" in as_(ada).see("order", placed.pk)
    assert "Grace delivered step 1, the full project" in as_(ada).see("order", placed.pk)


def test_only_the_freelancer_delivers(as_, ada, mallory, order):
    placed = order("fair")

    assert as_(ada).do("deliver", nth(placed, 1), message="Done.").status_code == 403
    assert as_(mallory).do("deliver", nth(placed, 1), message="Done.").status_code == 404
    assert states(placed)[0] == State.FUNDED
