"""Parts of a page in another language: said by their lines, and never of English, code, names or a short word."""

from __future__ import annotations

import pytest

from guard.prose.foreign import foreign
from guard.questions import NOT_ENGLISH, NOT_ENGLISH_THERE, examine
from tests.prose.test_units import read
from tests.questions.papers import paper

ENGLISH = "# Move the names\n\n## Steps\n\nWe add the column to the table, and then it is filled by the job.\n\n"
AFTER = "\n## Checks\n\nThe rows of the table are counted before it is read by the api.\n"
GERMAN = "Die Tabelle ist vermutlich leer, und wir nehmen an, dass niemand sonst in sie schreibt.\n"
ITEMS = (
    "- Die Spalte wird nicht mehr gelesen.\n- We drop it then.\n- Danach wird sie von uns entfernt.\n"
    "- Es ist noch offen, wer das macht.\n"
)
SAYS = {
    "German": GERMAN,
    "a list": "".join([f"- {part}.\n" for part in GERMAN.split(", ")])
    + "- Der Dienst wird danach von uns gestartet.\n",
    "French": "Nous ajoutons la colonne et nous remplissons les lignes de la table avant de lire les valeurs.\n",
    "Spanish": "Se borra la columna y luego los datos se copian con el nuevo servicio, pero no hay una copia.\n",
    "Dutch": "De tabel wordt niet meer gelezen en dan wordt het door een van ons verwijderd.\n",
    "Polish": "Tabela nie jest ju\u017c czytana i dane s\u0105 do niej kopiowane przez nas oraz przez drugi serwis.\n",
    "Russian": "\u041c\u044b \u0443\u0434\u0430\u043b\u044f\u0435\u043c \u0441\u0442\u043e\u043b\u0431\u0435\u0446 "
    "\u0438 \u0437\u0430\u0442\u0435\u043c \u0447\u0438\u0442\u0430\u0435\u043c \u043d\u043e\u0432\u0443\u044e "
    "\u0442\u0430\u0431\u043b\u0438\u0446\u0443 \u0438\u0437 `app/users.py`.\n",
    "Chinese": "\u6211\u4eec\u5220\u9664\u65e7\u8868\uff0c\u7136\u540e\u628a\u6570\u636e\u590d\u5236\u5230\u65b0\u8868"
    "\u4e2d\u3002\n",
    "a table": "| Was | Wer |\n|---|---|\n| die Spalte wird von uns nicht mehr gelesen | wir |\n"
    "| der Dienst ist mit dem Job zu starten | sie |\n| es wird noch einmal nach den Daten gesehen | wir |\n",
}
LEAVES = {
    "nothing": "",
    "English": "It is then dropped, and the old one stays for a week.\n",
    "a short one": "Die Spalte wird entfernt.\n",
    "a quotation": f'The page says "{GERMAN.strip()}" to everybody who reads it.\n',
    "somebody's words": f"> {GERMAN}",
    "code": "Run `SELECT des, une, les FROM de.la WHERE el = los AND der = die`.\n\n```sql\n-- die der das\n```\n",
    "identifiers": "| a | b |\n|---|---|\n| des_id | le_id |\n| os | com |\n| el | la |\n| von | i |\n" * 3,
    "names of people": "- Anton van der Berg\n- Jean de la Tour\n- Maria del Mar y Sol\n- Otto von der Au\n"
    "- \u0421\u043a\u043e\u0432\u043e\u0440\u043e\u0434\u0430 \u041d\u0438\u043a\u0438\u0442\u0430\n",
    "addresses": "Mail a@example.com, b@example.com, os@example.com, com@example.de and die@example.com.\n" * 3,
    "orders": "- Add column.\n- Backfill rows.\n- Drop column.\n- Deploy api.\n- Rotate keys.\n- Restart workers.\n",
    "one sentence among many": "Se la vie. " + "It is then read by the api of the shop. " * 8,
}


def lines(text: str) -> list[tuple[int, int]]:
    return [(one.first, one.last) for one in foreign(read(text).units)]


@pytest.mark.parametrize("words", SAYS.values(), ids=SAYS)
def test_says(words: str) -> None:
    told = lines(f"{ENGLISH}## Umzug\n\n{words}{AFTER}")
    assert told and 9 <= told[0][0] <= told[-1][1] <= 9 + words.count("\n")


@pytest.mark.parametrize("words", LEAVES.values(), ids=LEAVES)
def test_leaves_alone(words: str) -> None:
    assert lines(f"{ENGLISH}## Part\n\n{words}{AFTER}") == []


def test_what_stands_between_in_english_belongs_to_none() -> None:
    assert lines(f"{ENGLISH}## Umzug\n\n{ITEMS}{AFTER}") == [(9, 9), (11, 12)]


def test_paragraphs_of_one_long_section_are_told_by_their_own_lines() -> None:
    many = "It is read by the api, and then it is written by the job.\n\n" * 10
    assert lines(f"{ENGLISH}{many}{GERMAN}\n{many}") == [(27, 27)]


def test_rules_of_english_words_say_so_and_the_rest_is_asked() -> None:
    asked = paper(f"{ENGLISH}It probably works.\n\n## Umzug\n\n{GERMAN}{AFTER}", term=["name"], service=["api"])
    found = examine(asked)
    there = [one for one in found.unasked if one.why == NOT_ENGLISH_THERE]
    assert {"G711", "G713", "G714", "G715", "G721", "G725", "G733"} <= {one.rule for one in there}
    assert {one.what for one in there} == {"line 11"}
    assert "G711" in found.evaluated and "G711" in {one.rule for one in found.doubts}


def test_of_a_whole_page_it_is_said_once() -> None:
    found = examine(paper(f"# Umzug\n\n{GERMAN}", term=["name"], service=["api"]))
    assert NOT_ENGLISH in {one.why for one in found.unasked}
    assert NOT_ENGLISH_THERE not in {one.why for one in found.unasked}


def test_of_many_places_some_are_named_and_the_others_counted() -> None:
    text = ENGLISH + "".join([f"## Teil {at}\n\n{GERMAN}\n" for at in range(8)])
    text += "It is read by the api of the shop, and then it is written. " * 8
    (told,) = {one.what for one in examine(paper(text)).unasked if one.why == NOT_ENGLISH_THERE}
    assert told == "line 9, line 13, line 17, line 21, line 25 and 3 more places"
