"""Balance at the start, what follows from use: infections, queues, homes, children, wards.

Every formula here is the one value that makes a stock's inflow equal its outflow at the start.
"""

from kpsim.engine.lang import auxiliary, minimum, ratio

# Infection


@auxiliary("person", cs="Injekční uživatelé na začátku")
def injectors_at_start(initial_injectors):
    """People who inject at the start."""
    return initial_injectors


@auxiliary("person/month", cs="Vyléčení hepatitidy C na začátku", en="HCV cures at balance")
def hcv_cures_at_balance(
    injectors_at_start, hcv_prevalence_at_start, hcv_treatment_rate, hcv_cure_share
):
    """People cured of hepatitis C in a month at the start."""
    return injectors_at_start * hcv_prevalence_at_start * hcv_treatment_rate * hcv_cure_share


@auxiliary(
    "person/month", cs="Nové chronické hepatitidy C na začátku", en="new chronic HCV at balance"
)
def new_chronic_hcv_at_balance(
    hcv_cures_at_balance, injectors_at_start, hcv_prevalence_at_start, injecting_stop_rate
):
    """New chronic infections that replace those cured and those who stop injecting."""
    return hcv_cures_at_balance + injectors_at_start * hcv_prevalence_at_start * injecting_stop_rate


@auxiliary(
    "person", cs="Vyléčení z hepatitidy C v rovnováze", en="injectors cured of HCV at balance"
)
def injectors_cured_of_hcv_at_balance(
    hcv_cures_at_balance,
    new_chronic_hcv_at_balance,
    injectors_at_start,
    hcv_prevalence_at_start,
    injecting_stop_rate,
):
    """Cured people who follow from cures, reinfection and the time until they stop injecting."""
    free_of_hcv = injectors_at_start * (1 - hcv_prevalence_at_start)
    return hcv_cures_at_balance / (new_chronic_hcv_at_balance / free_of_hcv + injecting_stop_rate)


@auxiliary("1/month", cs="Nakažlivost hepatitidy C bez ochrany", en="HCV contact rate at balance")
def hcv_contact_rate_at_balance(
    new_chronic_hcv_at_balance,
    injectors_at_start,
    hcv_prevalence_at_start,
    hcv_chronic_share,
    initial_hcv_protection,
):
    """Infections per carrier and month among people who share without clean syringes."""
    carriers = injectors_at_start * hcv_prevalence_at_start
    return (
        new_chronic_hcv_at_balance
        / hcv_chronic_share
        / (carriers * (1 - hcv_prevalence_at_start))
        / initial_hcv_protection
    )


# Child psychiatry


@auxiliary("person/month", cs="Žádosti o dětskou psychiatrii na začátku")
def child_referrals_at_balance(child_psychiatry_capacity_at_start, children_giving_up_at_balance):
    """Children referred in a month: those examined and those who give up waiting."""
    return child_psychiatry_capacity_at_start + children_giving_up_at_balance


@auxiliary("person/month", cs="Odchody z pořadníku bez vyšetření na začátku")
def children_giving_up_at_balance(initial_children_waiting_for_psychiatry, child_patience_time):
    """Children who give up waiting for an examination in a month at the start."""
    return initial_children_waiting_for_psychiatry / child_patience_time


@auxiliary("person/month", cs="Umístění neléčených dětí do výchovných ústavů na začátku")
def untreated_entering_institutes_at_balance(
    children_in_educational_institutes_at_start,
    institute_time,
    untreated_share_of_institute_entries,
    children_giving_up_at_balance,
):
    """Placements in educational institutes that follow trouble left untreated.

    No larger a share of the children who give up waiting is placed than of all placements follows
    such trouble: where few give up, all placements could not draw on them.
    """
    entries = children_in_educational_institutes_at_start / institute_time
    return minimum(entries, children_giving_up_at_balance) * untreated_share_of_institute_entries


@auxiliary("person", cs="Neléčené děti v rovnováze")
def untreated_children_at_balance(
    children_giving_up_at_balance, untreated_entering_institutes_at_balance, untreated_time
):
    """Untreated children who follow from those who give up and the time their trouble lasts."""
    staying = children_giving_up_at_balance - untreated_entering_institutes_at_balance
    return staying * untreated_time


@auxiliary("1/month", cs="Míra umísťování neléčených dětí do výchovných ústavů")
def untreated_to_institute_rate(
    untreated_entering_institutes_at_balance, untreated_children_at_balance
):
    """Rate at which trouble left untreated ends in an educational institute."""
    return ratio(untreated_entering_institutes_at_balance, untreated_children_at_balance, if_zero=0)


# Justice


@auxiliary("person/month", cs="Odsouzení závislých na začátku")
def convictions_at_balance(initial_convictions):
    """Convictions of dependent people in a month at the start."""
    return initial_convictions


# Social


@auxiliary("1/month", cs="Míra ztráty bydlení")
def home_loss_rate_at_balance(
    users_without_home_at_start,
    rehousing_rate,
    homeless_death_rate,
    initial_users_at_risk_of_losing_home,
):
    """Rate of losing a home that replaces those who find one or die."""
    return ratio(
        users_without_home_at_start * (rehousing_rate + homeless_death_rate),
        initial_users_at_risk_of_losing_home,
        if_zero=0,
    )


# Children


@auxiliary("person/month", cs="Odchody ze ZDVOP na začátku", en="ZDVOP leavers at balance")
def zdvop_leavers_at_balance(children_in_zdvop_at_start, zdvop_time):
    """Children who leave facilities for immediate help in a month at the start."""
    return children_in_zdvop_at_start / zdvop_time


@auxiliary("person/month", cs="Umístění do ústavů přímo z rodiny na začátku")
def institution_entries_at_balance(
    children_in_institutions_at_start,
    institution_time,
    zdvop_leavers_at_balance,
    zdvop_to_institution_share,
):
    """Direct placements that keep children's homes as full as they are."""
    return (
        children_in_institutions_at_start / institution_time
        - zdvop_leavers_at_balance * zdvop_to_institution_share
    )


@auxiliary("person/month", cs="Umístění do pěstounské péče přímo z rodiny na začátku")
def foster_entries_at_balance(
    children_in_foster_care_at_start,
    foster_time,
    zdvop_leavers_at_balance,
    zdvop_to_foster_share,
):
    """Direct placements that keep foster families as full as they are."""
    return (
        children_in_foster_care_at_start / foster_time
        - zdvop_leavers_at_balance * zdvop_to_foster_share
    )


@auxiliary("person/month", cs="Odebrání dětí na začátku")
def removals_at_balance(
    zdvop_leavers_at_balance, institution_entries_at_balance, foster_entries_at_balance
):
    """Removals of children in a month at the start, for any reason.

    Solved from the children in care and their stay, because published admissions of the region
    do not agree with them.
    """
    return zdvop_leavers_at_balance + institution_entries_at_balance + foster_entries_at_balance


@auxiliary("1", cs="Podíl odebraných dětí umístěných do ZDVOP", en="ZDVOP share of removals")
def zdvop_share_of_removals(zdvop_leavers_at_balance, removals_at_balance):
    """Share of removed children placed in a facility for immediate help first."""
    return zdvop_leavers_at_balance / removals_at_balance


@auxiliary("1", cs="Podíl odebraných dětí umístěných do pěstounské péče")
def foster_share_of_removals(foster_entries_at_balance, removals_at_balance):
    """Share of removed children placed with a foster family directly."""
    return foster_entries_at_balance / removals_at_balance


@auxiliary("1", cs="Podíl odebraných dětí umístěných do ústavu")
def institution_share_of_removals(institution_entries_at_balance, removals_at_balance):
    """Share of removed children placed in a children's home directly."""
    return institution_entries_at_balance / removals_at_balance


@auxiliary("person/month", cs="Nové případy OSPOD na začátku")
def protection_cases_opened_at_balance(child_protection_cases_at_start, protection_case_time):
    """Cases of children of dependent parents opened in a month at the start."""
    return child_protection_cases_at_start / protection_case_time


@auxiliary("person/month", cs="Umístění do výchovných ústavů na začátku")
def institute_entries_at_balance(
    children_in_educational_institutes_at_start,
    institute_time,
    untreated_entering_institutes_at_balance,
):
    """Placements in educational institutes that do not come from untreated children."""
    entries = children_in_educational_institutes_at_start / institute_time
    return entries - untreated_entering_institutes_at_balance


# Social system and guardianship: inflows of stocks fed by many causes


@auxiliary("person/month", cs="Noví lidé v exekuci na začátku")
def new_debtors_at_balance(people_in_debt_enforcement_at_start, debt_enforcement_time):
    """People who enter debt enforcement in a month at the start."""
    return people_in_debt_enforcement_at_start / debt_enforcement_time


@auxiliary("person/month", cs="Noví lidé v sociálním vyloučení na začátku")
def newly_excluded_at_balance(socially_excluded_people_at_start, exclusion_time):
    """People who move into socially excluded localities in a month at the start."""
    return socially_excluded_people_at_start / exclusion_time


@auxiliary("person/month", cs="Noví opatrovanci na začátku")
def new_wards_at_balance(wards_at_start, ward_leaving_rate):
    """Guardianships that replace those ended by death, move or restored capacity."""
    return wards_at_start * ward_leaving_rate
