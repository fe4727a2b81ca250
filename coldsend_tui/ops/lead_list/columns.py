"""Which column is which field of a lead: guesses from headers in many spellings, and what a mapping must fulfil."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from coldsend_tui.ops.lead_list.table import Table

EMAIL: Final = "email"
STANDARD: Final = (EMAIL, "first_name", "last_name", "company", "title")
"""Fields that every lead has; `title` fills {{job_title}} (behaviour.md §10, §19.16). All others are custom fields."""
LEFT_OUT: Final = ("status", "last_contacted_at", "opened_at", "replied_at", "created_at", "lead_id", "batch_id")
"""Columns of the API's own export that say what happened, not who somebody is."""
_SPELLINGS: Final[Mapping[str, str]] = {
    EMAIL: "email|e mail|mail|email address|e mail address|emailaddress|mail address|work email|business email|contact email"
    "|primary email|email 1|person email|e mail adresse|emailadresse|mailadresse|adresse e mail|adresse email|adresse mail"
    "|courriel|correo|correo electronico|email de contacto|posta elettronica|indirizzo email|endereco de email|e mailadres"
    "|epost|e post|e postadress|sahkoposti|adres e mail|adres email|eposta|e posta|メール|メールアドレス|邮箱|电子邮件"
    "|电子邮箱|电子邮件地址|이메일|почта|электронная почта|имейл|емейл|البريد الإلكتروني",
    "first_name": "first name|firstname|first|given name|givenname|forename|fname|vorname|rufname|prenom|nombre"
    "|primer nombre|nome|primeiro nome|voornaam|fornamn|fornavn|etunimi|imie|ad|jmeno|keresztnev|prenume|名|名字|이름|имя|الاسم الأول",
    "last_name": "last name|lastname|last|surname|family name|familyname|lname|nachname|familienname|name de famille"
    "|nom de famille|nom|apellido|apellidos|cognome|sobrenome|apelido|achternaam|efternamn|etternavn|efternavn|sukunimi"
    "|nazwisko|soyad|prijmeni|vezeteknev|姓|姓氏|성|фамилия|اسم العائلة",
    "company": "company|company name|companyname|organization|organisation|organization name|account|account name|employer"
    "|business|firma|firmenname|unternehmen|entreprise|societe|raison sociale|empresa|compania|azienda|societa|ragione sociale"
    "|bedrijf|bedrijfsnaam|foretag|virksomhed|bedrift|yritys|sirket|spolecnost|ceg|会社|会社名|公司|公司名称|회사|компания|организация|الشركة",
    "title": "title|job title|jobtitle|position|role|job role|job|headline|titel|funktion|berufsbezeichnung|stelle|poste"
    "|fonction|intitule de poste|cargo|puesto|titolo|ruolo|posizione|functie|functietitel|befattning|stilling|tehtava"
    "|stanowisko|unvan|pozice|beosztas|役職|职位|职务|직책|должность|المسمى الوظيفي",
}  # fmt: skip
_FIELD_OF: Final = {spelling: field for field, all_of in _SPELLINGS.items() for spelling in all_of.split("|")}
_NAME: Final = re.compile(r"\w+")
_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LOOKED_AT: Final = 200
_MOSTLY: Final = 0.5
_LONGEST_NAME: Final = 60

Fields = tuple[str, ...]
"""The field of each column, in the order of the header; "" leaves a column out."""


def guess(table: Table) -> Fields:
    """The field of each column, guessed: never one field twice, everything unknown a custom field."""
    fields: list[str] = []
    for index, header in enumerate(table.header):
        field = _FIELD_OF.get(_plain(header), "")
        if not field or field in fields:
            field = _custom(header, index, (*fields, *STANDARD))
        if not header and not any(cell.strip() for cell in table.column(index)):
            field = ""
        fields.append(field)
    if EMAIL not in fields and (found := _address_column(table)) is not None:
        fields[found] = EMAIL
    return tuple(fields)


def chosen(table: Table, fields: Fields, wanted: Mapping[str, str]) -> Fields:
    """`fields` with the columns that `wanted` names (field to header, as people type it). ValueError: no such column."""
    changed = list(fields)
    for field, header in wanted.items():
        plain = _plain(header)
        named = [at for at, known in enumerate(table.header) if known == header or _plain(known) == plain]
        if not named:
            raise ValueError(header)
        changed = ["" if other == field else other for other in changed]
        changed[named[0]] = field
    return tuple(changed)


def problem(fields: Sequence[str]) -> tuple[int, str] | None:
    """What is wrong with a mapping: the column it is about and the words; None when it can be used."""
    for index, field in enumerate(fields):
        if field and (not _NAME.fullmatch(field) or len(field) > _LONGEST_NAME):
            return index, f"{field}: a field is letters, digits and _, at most {_LONGEST_NAME}"
        if field and field in fields[:index]:
            return index, f"{field} is taken by another column"
    if EMAIL not in fields:
        return 0, "one column must be email"
    return None


def _plain(header: str) -> str:
    """Lower case, without accents and signs, words apart."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", header.casefold()) if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", bare.replace("_", " ")))


def _custom(header: str, index: int, taken: Sequence[str]) -> str:
    name = "_".join(re.findall(r"\w+", header.casefold()))[:_LONGEST_NAME].strip("_")
    if name in LEFT_OUT:
        return ""
    name = name.removeprefix("custom_") or f"column_{index + 1}"
    free, number = name, 2
    while free in taken:
        free, number = f"{name[: _LONGEST_NAME - 4]}_{number}", number + 1
    return free


def _address_column(table: Table) -> int | None:
    """The column that holds mostly addresses, whatever it is called."""
    best, most = None, 0
    for index in range(len(table.header)):
        cells = [record.cells[index].strip() for record in table.records[:_LOOKED_AT]]
        filled = [cell for cell in cells if cell]
        found = sum(_ADDRESS.fullmatch(cell) is not None for cell in filled)
        if filled and found > max(most, _MOSTLY * len(filled)):
            best, most = index, found
    return best
