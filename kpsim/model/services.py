"""Services: money becomes staff, staff and trust become capacity, capacity becomes contact."""

from kpsim.engine.lang import auxiliary, by_element, flow, maximum, minimum, pick, ratio, total
from kpsim.model.dimensions import SERVICE, SUBSTANCE
from kpsim.model.stocks import staff, trust


@auxiliary("FTE", by=(SERVICE,), cs="Úvazky, na které stačí peníze")
def affordable_staff(staff_at_start, money_paid, reference_money):
    """Number of workers the money pays for at today's cost of a full-time post."""
    return staff_at_start * ratio(money_paid, reference_money, if_zero=0)


@flow("FTE/month", by=(SERVICE,), into=staff, cs="Nábor pracovníků")
def hiring(affordable_staff, staff, hiring_time, announced_cut):
    """Providers fill posts that are paid for; nobody applies for a post that is to end."""
    return maximum(0, affordable_staff - staff) / hiring_time * (1 - announced_cut)


@flow("FTE/month", by=(SERVICE,), out_of=staff, cs="Propouštění pracovníků")
def laying_off(staff, affordable_staff, layoff_time):
    """Providers give notice to workers they can no longer pay."""
    return maximum(0, staff - affordable_staff) / layoff_time


@flow("FTE/month", by=(SERVICE,), out_of=staff, cs="Odchody po oznámení škrtu")
def leaving_after_announcement(staff, announced_cut, quit_rate_after_announcement):
    """Workers look for another job once a cut is announced, the more the deeper it is."""
    return staff * announced_cut * quit_rate_after_announcement


@auxiliary("1", by=(SERVICE,), cs="Pracovníci proti výchozímu stavu")
def relative_staff(staff, staff_at_start):
    """Staff as a share of the staff at the start."""
    return ratio(staff, staff_at_start, if_zero=0)


@auxiliary("1", by=(SERVICE,), cs="Rezerva služby")
def stretch(stretch_share, stretch_possible):
    """How far workers can stretch by overtime and fuller groups; beds cannot be stretched."""
    return stretch_share * stretch_possible


@auxiliary("1", by=(SERVICE,), cs="Důvěra, ke které vztah směřuje")
def trust_target(relative_staff, stretch, announced_cut, announcement_damage_share):
    """Trust that clients would have in the service if it stayed as it is now.

    An announced cut damages trust in proportion to its depth, before any money is gone.
    """
    return minimum(1, relative_staff * (1 + stretch)) * (
        1 - announced_cut * announcement_damage_share
    )


@flow("1/month", by=(SERVICE,), into=trust, cs="Budování důvěry")
def building_trust(trust_target, trust, trust_building_time):
    """Trust grows slowly, client by client."""
    return maximum(0, trust_target - trust) / trust_building_time


@flow("1/month", by=(SERVICE,), out_of=trust, cs="Ztráta důvěry")
def losing_trust(trust, trust_target, trust_losing_time):
    """Trust is lost within months when workers leave or the end is announced."""
    return maximum(0, trust - trust_target) / trust_losing_time


@auxiliary("1", by=(SERVICE,), cs="Kapacita bez přetížení proti výchozímu stavu")
def relative_capacity(relative_staff, trust, untrusted_capacity_share):
    """People a service can serve without overload, as a share of the start.

    A worker whom nobody trusts yet still serves part of the clients.
    """
    return relative_staff * (untrusted_capacity_share + (1 - untrusted_capacity_share) * trust)


@auxiliary("1", by=(SERVICE,), cs="Dosah služby proti výchozímu stavu")
def relative_reach(relative_capacity, stretch):
    """People a service can serve at most, as a share of the start.

    Stretch brings a shrunken service back to the number it served before, never above it.
    """
    return maximum(relative_capacity, minimum(1, relative_capacity * (1 + stretch)))


@auxiliary("person", by=(SERVICE,), cs="Klienti služby na začátku")
def caseload_at_start(
    contact_centre_share,
    initial_contact_clients,
    initial_counselling_caseload,
    initial_substitution_patients,
    initial_community_residents,
    initial_aftercare_clients,
):
    """People each service looks after at the start; prevention and families are not counted."""
    contact = total(initial_contact_clients, over=SUBSTANCE)
    return by_element(
        SERVICE,
        contact_centre=contact * contact_centre_share,
        outreach=contact * (1 - contact_centre_share),
        counselling=initial_counselling_caseload,
        substitution=total(initial_substitution_patients, over=SUBSTANCE),
        therapeutic_community=total(initial_community_residents, over=SUBSTANCE),
        aftercare=total(initial_aftercare_clients, over=SUBSTANCE),
        prevention=0,
        family_support=0,
    )


@auxiliary("person", by=(SERVICE,), cs="Lidé převzatí jinými poskytovateli")
def absorbed_capacity(absorption_share, caseload_at_start, relative_reach):
    """Places that other providers (psychiatrists, other regions) offer for lost ones."""
    return absorption_share * caseload_at_start * maximum(0, 1 - relative_reach)


@auxiliary("person", by=(SERVICE,), cs="Kapacita bez přetížení")
def usual_capacity(relative_capacity, caseload_at_start, absorbed_capacity):
    """People who can be served at the usual quality."""
    return relative_capacity * caseload_at_start + absorbed_capacity


@auxiliary("person", by=(SERVICE,), cs="Nejvyšší kapacita")
def places(relative_reach, caseload_at_start, absorbed_capacity):
    """People who can be served at most."""
    return relative_reach * caseload_at_start + absorbed_capacity


@auxiliary("1", cs="Dosah práce s rodinami proti výchozímu stavu")
def family_support_reach(relative_reach):
    """Families reached by family workers, as a share of the start."""
    return pick(relative_reach, service="family_support")
