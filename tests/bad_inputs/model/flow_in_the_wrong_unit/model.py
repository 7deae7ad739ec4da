"""A flow that is not counted in its stock's unit a month."""

from kpsim.engine.graph import Declaration
from kpsim.engine.lang import flow, stock

PARAMETERS = {
    "people_at_start": Declaration("person"),
    "leaving_rate": Declaration("1/month"),
    "workers": Declaration("FTE"),
}


@stock("person", cs="Lidé")
def people(people_at_start):
    return people_at_start


@flow("FTE/month", out_of=people, cs="Odchod")
def leaving(workers, leaving_rate):
    return workers * leaving_rate
