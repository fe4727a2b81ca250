"""Made-up people at made-up companies, all under reserved domain names. The same number always gives the same person."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import NamedTuple


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST = _words(
    """
    Ada Aisha Alejandro Amara Anders Anika Antoine Astrid Beatriz Bjorn Caleb Camille Carmen Chidi Claire Daniel
    Daria Deepa Diego Elena Elif Emeka Emily Erik Farah Felix Fiona Gabriel Giulia Grace Hannah Haruto Helena Hugo
    Imani Ines Isaac Ivana Jakub Jasmin Joao Johanna Jonas José Julia Kaito Karin Kavya Kwame Lars Laura Leila Liam
    Linh Lucía Łukasz Maeve Malik Marco Maria Mateo Maya Mei Mikko Miriam Nadia Naomi Niels Nina Noah Olga Omar
    Oscar Paula Pedro Priya Quentin Rachel Rafael Ravi Rosa Ruth Samir Sara Sofia Stefan Tamar Theo Tomas Uma Vera
    Viktor Wei Yara Yusuf Zoë
    """
)
LAST = _words(
    """
    Abbott Achebe Almeida Andersen Aoki Baker Banerjee Barros Becker Bell Bianchi Blake Brandt Brennan Carter
    Castillo Chen Clarke Costa Cruz Dahl Davies Diaz Dubois Duarte Edwards Eriksen Evans Farouk Ferrari Fischer
    Fontaine Foster Garcia Gomez Grant Gruber Haddad Hansen Harris Hayashi Herrera Hoffmann Hughes Ibrahim Ito
    Jansen Jensen Johansson Jones Kaplan Kaya Keller Khan Kim Klein Kowalski Kumar Laurent Lee Lehmann Lewis
    Lindgren Lopez Lund Mancini Marsh Martin Mbeki Meyer Miller Mitchell Moreau Morgan Moretti Mueller Murphy
    Nakamura Nguyen Nielsen Novak Oduya Okafor Olsen Ortega Osei Park Patel Pereira Petrov Pham Quinn Ramos Reyes
    Ricci Roberts Romero Rossi Roux Saito Santos Sato Schmidt Schneider Sharma Silva Singh Smith Sokolov Stone
    Suzuki Svensson Tanaka Taylor Thomas Torres Turner Vance Varga Vasquez Walker Wang Weber White Winter Wright
    Yamada Young Zhang Ziegler
    """
)
_HEADS = _words(
    """
    Alder Amber Apex Arbor Atlas Beacon Birch Bluff Brook Cedar Clover Cobalt Coral Crest Delta Dune Ember Fern
    Field Fjord Flint Forge Garnet Glen Granite Grove Harbor Hazel Heron Iris Juniper Keel Lantern Larch Laurel
    Linden Lumen Maple Marble Meadow Mesa Mill North Oak Onyx Opal Orchard Osprey Pine Quarry Quartz Raven Reed
    Ridge River Rowan Sable Sage Slate Spruce Sterling Summit Tern Thistle Timber Vale Walnut Willow Wren Yarrow
    """
)
_TAILS = _words("Analytics Clinics Foods Freight Legal Logistics Machines Robotics Studios Systems Textiles Water")
TITLES = (
    "Head of Operations", "Operations Manager", "COO", "VP Sales", "Procurement Lead", "Finance Director", "CFO", "IT Manager",
    "Plant Manager", "Office Manager", "Founder", "Managing Director", "Head of Growth",
)  # fmt: skip
_CITIES = ("Boston", "Chicago", "Denver", "Leeds", "Hamburg", "Lyon", "Osaka", "Porto", "Toronto", "Utrecht", "Vienna")
_STRIDE = 7_368_787  # prime, so that walking by it meets everybody once


class Company(NamedTuple):
    """A company: its name, mail domain, and custom fields of its people as JSON."""

    name: str
    domain: str
    custom_fields: str


def slug(name: str) -> str:
    """A name as the part of an address."""
    plain = unicodedata.normalize("NFKD", name.replace("Ł", "L").replace("ł", "l")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


COMPANIES = tuple(
    Company(
        f"{head} {tail}",
        f"{head.lower()}-{tail.lower()}.example",
        json.dumps({"industry": tail, "city": _CITIES[(i * 5 + j) % len(_CITIES)]}),
    )
    for i, head in enumerate(_HEADS)
    for j, tail in enumerate(_TAILS)
)
_FIRST = tuple((name, slug(name)) for name in FIRST)
_LAST = tuple((name, slug(name)) for name in LAST)
POPULATION = len(FIRST) * len(LAST) * len(COMPANIES)


def people(start: int, count: int) -> list[tuple[str, str, str, str, str, str]]:
    """(email, first name, last name, company, title, custom fields as JSON) of the people numbered start, start + 1, ... All are different."""
    found = []
    firsts, lasts = len(_FIRST), len(_LAST)
    both = firsts * lasts
    for number in range(start, start + count):
        n = number * _STRIDE % POPULATION
        first, first_slug = _FIRST[n % firsts]
        last, last_slug = _LAST[n // firsts % lasts]
        company = COMPANIES[n // both]
        title = TITLES[(n ^ number) % len(TITLES)]
        found.append(
            (f"{first_slug}.{last_slug}@{company.domain}", first, last, company.name, title, company.custom_fields)
        )
    return found
