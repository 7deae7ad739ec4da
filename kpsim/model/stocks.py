"""Stocks: what there is, in the order of the document; the table of contents of the world.

The body of a stock is its value at the start. Sector files import stocks from here and nothing
from each other.
"""

from kpsim.engine.lang import stock
from kpsim.model.dimensions import SERVICE, SUBSTANCE

# Services: from money to contact


@stock("FTE", by=(SERVICE,), cs="Pracovníci služeb (přepočtené úvazky)", en="Staff of the services")
def staff(staff_at_start):
    """Workers of each service, in full-time equivalents."""
    return staff_at_start


@stock("1", by=(SERVICE,), cs="Důvěra klientů ve službu", en="Trust in the service")
def trust():
    """The working relationship between clients and workers, 1 where it has had years to grow."""
    return 1


@stock(
    "1",
    cs="Děti s ověřeným programem prevence, první třetina školních let",
    en="pupils with a proven programme, first third of school",
)
def programme_experience_first(programme_coverage_at_start):
    """Share of the youngest third of the school years reached by a proven prevention programme."""
    return programme_coverage_at_start


@stock(
    "1",
    cs="Děti s ověřeným programem prevence, druhá třetina školních let",
    en="pupils with a proven programme, second third of school",
)
def programme_experience_second(programme_coverage_at_start):
    """Share of the middle third of the school years reached by a proven prevention programme."""
    return programme_coverage_at_start


@stock(
    "1",
    cs="Dospívající, kteří prošli ověřeným programem prevence",
    en="young people who met a proven programme",
)
def programme_experience(programme_coverage_at_start):
    """Share of young people at the age of first use who went through a proven programme."""
    return programme_coverage_at_start


# People, by what they depend on


@stock("person", by=(SUBSTANCE,), cs="Lidé s rizikovým užíváním nebo hraním")
def risky_users(risky_users_at_start):
    """People who use or play riskily and do not depend on it yet."""
    return risky_users_at_start


@stock("person", by=(SUBSTANCE,), cs="Závislí lidé bez kontaktu se službou")
def hidden_users(
    active_users_at_start, contact_clients, counselling_clients, substitution_patients
):
    """Dependent people whom no service knows."""
    return active_users_at_start - contact_clients - counselling_clients - substitution_patients


@stock("person", by=(SUBSTANCE,), cs="Klienti v kontaktu s nízkoprahovou službou")
def contact_clients(active_users_at_start, contact_share_at_start):
    """People in contact with a contact centre or outreach worker now (not in a year)."""
    return active_users_at_start * contact_share_at_start


@stock("person", by=(SUBSTANCE,), cs="Klienti ambulantního poradenství")
def counselling_clients(counselling_clients_at_start):
    """People who attend outpatient addiction counselling now."""
    return counselling_clients_at_start


@stock("person", by=(SUBSTANCE,), cs="Pacienti v substituční léčbě")
def substitution_patients(substitution_patients_at_start):
    """People in opioid substitution treatment now."""
    return substitution_patients_at_start


@stock("person", by=(SUBSTANCE,), cs="Obyvatelé terapeutické komunity")
def community_residents(community_beds, community_occupancy, community_substance_share):
    """People who live in the therapeutic community now."""
    return community_beds * community_occupancy * community_substance_share


@stock("person", by=(SUBSTANCE,), cs="Klienti následné péče")
def aftercare_clients(aftercare_clients_at_balance):
    """People in the first year of abstinence whom aftercare supports."""
    return aftercare_clients_at_balance


@stock("person", by=(SUBSTANCE,), cs="Lidé v prvním roce abstinence bez následné péče")
def newly_abstinent(newly_abstinent_at_balance):
    """People in the first year of abstinence without aftercare."""
    return newly_abstinent_at_balance


@stock("person", by=(SUBSTANCE,), cs="Lidé abstinující déle než rok")
def stably_abstinent(stably_abstinent_at_balance):
    """People abstinent for more than a year who can still relapse."""
    return stably_abstinent_at_balance


@stock("person", by=(SUBSTANCE,), cs="Vězněné závislé osoby")
def imprisoned_users(prisoners_at_start, user_share_of_prisoners, prisoner_substance_share):
    """Residents of the region in prison who depended on a substance before."""
    return prisoners_at_start * user_share_of_prisoners * prisoner_substance_share


@stock(
    "1",
    by=(SUBSTANCE,),
    cs="Závislost rodičů v době dětství dnešních dospívajících",
    en="dependent parents in the childhood of today's youth",
)
def childhood_exposure():
    """How common parental dependence was while today's young people grew up (1 at the start)."""
    return 1


@stock("person", cs="Blízcí závislých v poradenství")
def relatives_in_counselling(relatives_in_counselling_at_start):
    """Parents, partners and other relatives who attend counselling for themselves now."""
    return relatives_in_counselling_at_start


# Infection among people who inject


@stock("person", cs="Lidé užívající injekčně s chronickou hepatitidou C", en="injectors with HCV")
def injectors_with_hcv(injectors_at_start, hcv_prevalence_at_start):
    """People who inject and carry chronic hepatitis C."""
    return injectors_at_start * hcv_prevalence_at_start


@stock("person", cs="Lidé užívající injekčně vyléčení z hepatitidy C", en="injectors cured of HCV")
def injectors_cured_of_hcv(injectors_cured_of_hcv_at_balance):
    """People who inject and were cured; they can be infected again."""
    return injectors_cured_of_hcv_at_balance


@stock("person", cs="Lidé užívající injekčně s HIV", en="injectors with HIV")
def injectors_with_hiv(injectors_with_hiv_at_start):
    """People who inject and live with HIV."""
    return injectors_with_hiv_at_start


@stock("1", cs="Nahromaděné riziko ohniska HIV")
def outbreak_pressure():
    """Expected number of HIV introductions that would have taken hold so far."""
    return 0


# Child psychiatry


@stock("person", cs="Děti čekající na dětskou psychiatrii")
def children_waiting_for_psychiatry(
    child_psychiatry_capacity_at_start, child_psychiatry_wait_at_start
):
    """Children ordered for a first examination who have not had it yet."""
    return child_psychiatry_capacity_at_start * child_psychiatry_wait_at_start


@stock("person", cs="Děti s neléčenou duševní poruchou po odchodu z pořadníku")
def untreated_children(untreated_children_at_balance):
    """Children who gave up waiting and whose trouble nobody treats."""
    return untreated_children_at_balance


# Interior and justice


@stock("person", cs="Ostatní vězněné osoby z kraje")
def other_prisoners(prisoners_at_start, user_share_of_prisoners):
    """Prisoners from the region who did not depend on a substance."""
    return prisoners_at_start * (1 - user_share_of_prisoners)


@stock("person", cs="Klienti probační a mediační služby se závislostí")
def probation_clients(convictions_at_balance, probation_share_of_convictions, probation_time):
    """Dependent people supervised by the probation and mediation service."""
    return convictions_at_balance * probation_share_of_convictions * probation_time


# Social system


@stock("person", cs="Závislí lidé bez domova")
def users_without_home(users_without_home_at_start):
    """Dependent people who sleep rough or in a night shelter."""
    return users_without_home_at_start


@stock("person", cs="Lidé v exekuci")
def people_in_debt_enforcement(people_in_debt_enforcement_at_start):
    """People of the region with at least one debt enforcement."""
    return people_in_debt_enforcement_at_start


@stock("person", cs="Lidé v sociálně vyloučených lokalitách")
def socially_excluded_people(socially_excluded_people_at_start):
    """People who live in socially excluded localities of the region."""
    return socially_excluded_people_at_start


# Institutional care of children


@stock("person", cs="Děti v evidenci OSPOD kvůli závislosti rodičů")
def child_protection_cases(child_protection_cases_at_start):
    """Children of dependent parents followed by the child protection authority."""
    return child_protection_cases_at_start


@stock("person", cs="Děti v ZDVOP", en="children in ZDVOP (immediate help)")
def children_in_zdvop(children_in_zdvop_at_start):
    """Children in facilities for immediate help, places over capacity included."""
    return children_in_zdvop_at_start


@stock("person", cs="Děti v ústavní výchově")
def children_in_institutions(children_in_institutions_at_start):
    """Children of the region in children's homes and similar institutions."""
    return children_in_institutions_at_start


@stock("person", cs="Děti v pěstounské péči po odebrání z rodiny")
def children_in_foster_care(children_in_foster_care_at_start):
    """Removed children who live in foster families."""
    return children_in_foster_care_at_start


@stock("person", cs="Děti ve výchovných ústavech")
def children_in_educational_institutes(children_in_educational_institutes_at_start):
    """Young people of the region in educational institutes because of severe behaviour."""
    return children_in_educational_institutes_at_start


# Public guardianship


@stock("person", cs="Opatrovanci obcí")
def wards_of_municipalities(wards_at_start):
    """Adults with restricted legal capacity whose guardian is a municipality."""
    return wards_at_start


@stock("1", cs="Dlouhodobé následky závislosti (index)", en="long-term harm of dependence (index)")
def long_term_harm():
    """Lasting damage by alcohol and psychosis that leads to guardianship, 1 at the start."""
    return 1


# What can be seen


@stock("person", cs="Průměr evidovaných uživatelů za poslední rok")
def users_recorded_over_year(initial_recorded_users):
    """Mean of the recorded users over about a year, as annual reports use it."""
    return initial_recorded_users
