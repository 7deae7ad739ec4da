"""The text of a new scenario file, with comments that explain its keys."""

from typing import Literal

_ESCAPES = {
    ord('"'): '\\"',
    ord("\\"): "\\\\",
    **dict.fromkeys((*range(0x20), 0x7F), " "),
}
"""Characters that a TOML string cannot hold as they are."""

_CS = """\
# Scénář pro kpsim. Vše za znakem # je vysvětlivka. Kontrola souboru: kpsim check SOUBOR
title = {{ cs = "{title}", en = "{title}" }}
extends = "reference"             # scénář, ze kterého se vychází

[description]
cs = "Popište rozhodnutí jednou nebo dvěma větami."
en = "Describe the decision in a sentence or two."

# Jedno rozhodnutí = jedna tabulka [[change]]; může jich být více.
[[change]]
service = ["contact_centre"]      # služba, seznam služeb, nebo "all" (všechny)
action = "reduce"                 # close zavřít | reduce snížit | expand rozšířit | freeze zmrazit
                                  # delay_payment vyplatit později | reopen znovu otevřít
                                  # lose_funder ztratit přispěvatele
by = 0.2                          # podíl peněz, 0.2 = 20 % (jen reduce a expand)
# funder = "region"               # čí peníze; bez tohoto řádku peníze všech
from = 2027-01-01                 # od kdy, vždy první den v měsíci
# until = 2029-01-01              # do kdy; bez tohoto řádku natrvalo
# announced = 2026-10-01          # kdy se to pracovníci dozvědí
# over_months = 3                 # během kolika měsíců
# months = 3                      # o kolik měsíců pozdě (jen delay_payment)

# Jak rozpočty rostou: service_cost (náklady služeb) | cpi (ceny) | wages (mzdy) | none (nerostou)
# [indexing]
# default = "service_cost"
# region = "cpi"

# Zda s korunou obcí a kraje odchází i peníze státu (pravidlo 30 : 70).
# [matching]
# applies = true
"""

_EN = """\
# A kpsim scenario. Everything after # is an explanation. To check the file: kpsim check FILE
title = {{ cs = "{title}", en = "{title}" }}
extends = "reference"             # the scenario it starts from

[description]
cs = "Popište rozhodnutí jednou nebo dvěma větami."
en = "Describe the decision in a sentence or two."

# One decision = one [[change]] table; there can be several.
[[change]]
service = ["contact_centre"]      # a service, a list of services, or "all"
action = "reduce"                 # close | reduce | expand | freeze | delay_payment | lose_funder
                                  # reopen
by = 0.2                          # share of the money, 0.2 = 20 % (reduce and expand only)
# funder = "region"               # whose money; everybody's without this line
from = 2027-01-01                 # since when, always the first of a month
# until = 2029-01-01              # until when; for good without this line
# announced = 2026-10-01          # when the staff learn of it
# over_months = 3                 # months it is spread over
# months = 3                      # months the payment is late (delay_payment only)

# How budgets grow: service_cost (cost of services) | cpi (prices) | wages | none (they do not)
# [indexing]
# default = "service_cost"
# region = "cpi"

# Whether state money leaves together with a crown of local money (the 30 : 70 rule).
# [matching]
# applies = true
"""


def template(title: str = "Nový scénář", *, language: Literal["cs", "en"] = "cs") -> str:
    """Return the commented text of a new scenario file."""
    text = _CS if language == "cs" else _EN
    return text.format(title=title.translate(_ESCAPES))
