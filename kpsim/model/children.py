"""Institutional care of children: homes with dependence, removals, ZDVOP, foster families."""

from kpsim.engine.lang import auxiliary, flow, maximum, minimum, ratio, total
from kpsim.model.dimensions import SUBSTANCE
from kpsim.model.stocks import (
    child_protection_cases,
    children_in_educational_institutes,
    children_in_foster_care,
    children_in_institutions,
    children_in_zdvop,
)


@auxiliary("person", cs="Děti žijící se závislým rodičem")
def children_at_risk(active_users, children_per_user):
    """Children who live at home with a dependent parent."""
    return total(active_users * children_per_user, over=SUBSTANCE)


@auxiliary("person", by=(SUBSTANCE,), cs="Závislí rodiče v léčbě")
def parents_in_treatment(counselling_clients, substitution_patients):
    """Users in outpatient treatment, among them parents."""
    return counselling_clients + substitution_patients


@auxiliary("person", cs="Děti vážené rizikem odebrání")
def removal_weight(
    hidden_users,
    contact_clients,
    parents_in_treatment,
    removal_ratio_in_contact,
    removal_ratio_in_treatment,
    children_per_user,
    removal_weight_by_substance,
):
    """Children of dependent parents, weighted by how likely they are to be removed."""
    weighted = (
        hidden_users
        + contact_clients * removal_ratio_in_contact
        + parents_in_treatment * removal_ratio_in_treatment
    )
    return total(weighted * children_per_user * removal_weight_by_substance, over=SUBSTANCE)


@auxiliary("1", cs="Vliv práce s rodinami na odebírání dětí")
def family_support_effect(
    family_support_reach, family_support_coverage, removal_ratio_with_family_support
):
    """Family workers spare some removals among the families they reach."""
    covered = minimum(1, family_support_coverage * family_support_reach)
    return 1 - covered * (1 - removal_ratio_with_family_support)


@auxiliary("1", cs="Odebírání dětí kvůli závislosti proti výchozímu stavu")
def relative_removals(
    removal_weight, initial_removal_weight, family_support_effect, initial_family_support_effect
):
    """Removals because of dependence as a share of the start."""
    return (
        ratio(removal_weight, initial_removal_weight, if_zero=1)
        * family_support_effect
        / initial_family_support_effect
    )


@auxiliary("person/month", cs="Odebrané děti")
def removals(removals_at_balance, addiction_share_of_removals, relative_removals):
    """Children removed from their families, for any reason."""
    return removals_at_balance * (1 + addiction_share_of_removals * (relative_removals - 1))


# Child protection authority


@flow("person/month", into=child_protection_cases, cs="Nové případy OSPOD")
def opening_protection_cases(protection_cases_opened_at_balance, relative_removals):
    """The authority opens cases of children of dependent parents."""
    return protection_cases_opened_at_balance * relative_removals


@flow("person/month", out_of=child_protection_cases, cs="Uzavřené případy OSPOD")
def closing_protection_cases(child_protection_cases, protection_case_time):
    """Cases are closed."""
    return child_protection_cases / protection_case_time


# Where removed children go


@auxiliary("person/month", cs="Volná místa v pěstounských rodinách")
def foster_places_freed(children_in_foster_care, foster_time, leaving_zdvop_for_foster_care):
    """Foster families that become free; none waits, so no more children can be placed.

    Children from facilities for immediate help come first.
    """
    return maximum(0, children_in_foster_care / foster_time - leaving_zdvop_for_foster_care)


@auxiliary("person/month", cs="Děti, pro které by se hledala pěstounská rodina")
def seeking_foster_family(removals, foster_share_of_removals):
    """Removed children who should go to a foster family directly."""
    return removals * foster_share_of_removals


@flow("person/month", into=children_in_foster_care, cs="Umístění do pěstounské péče")
def entering_foster_care(seeking_foster_family, foster_places_freed):
    """Removed children are placed with foster families, as far as there are any."""
    return minimum(seeking_foster_family, foster_places_freed)


@auxiliary("person/month", cs="Děti, pro které se pěstounská rodina nenašla")
def without_foster_family(seeking_foster_family, entering_foster_care):
    """Removed children for whom no foster family was found."""
    return seeking_foster_family - entering_foster_care


@flow("person/month", into=children_in_zdvop, cs="Přijetí do ZDVOP", en="entering ZDVOP")
def entering_zdvop(
    removals, zdvop_share_of_removals, without_foster_family, under_three_share_of_removals
):
    """Children are taken in for immediate help.

    Children under three may no longer go to institutions; without a foster family they stay here.
    """
    return (
        removals * zdvop_share_of_removals + without_foster_family * under_three_share_of_removals
    )


@flow("person/month", into=children_in_institutions, cs="Umístění do ústavní výchovy")
def entering_institution(
    removals,
    institution_share_of_removals,
    without_foster_family,
    under_three_share_of_removals,
):
    """Children over three are placed in children's homes, more where foster families lack."""
    return removals * institution_share_of_removals + without_foster_family * (
        1 - under_three_share_of_removals
    )


@auxiliary("person/month", cs="Odchody ze ZDVOP", en="leaving ZDVOP")
def leaving_zdvop(children_in_zdvop, zdvop_time):
    """Children leave facilities for immediate help."""
    return children_in_zdvop / zdvop_time


@flow(
    "person/month",
    out_of=children_in_zdvop,
    into=children_in_institutions,
    cs="Ze ZDVOP do ústavní výchovy",
    en="leaving ZDVOP for institution",
)
def leaving_zdvop_for_institution(leaving_zdvop, zdvop_to_institution_share):
    """Children go on to a children's home."""
    return leaving_zdvop * zdvop_to_institution_share


@flow(
    "person/month",
    out_of=children_in_zdvop,
    into=children_in_foster_care,
    cs="Ze ZDVOP do pěstounské péče",
    en="leaving ZDVOP for foster care",
)
def leaving_zdvop_for_foster_care(leaving_zdvop, zdvop_to_foster_share):
    """Children go on to a foster family."""
    return leaving_zdvop * zdvop_to_foster_share


@flow("person/month", out_of=children_in_zdvop, cs="Ze ZDVOP domů", en="leaving ZDVOP for home")
def leaving_zdvop_for_home(leaving_zdvop, zdvop_to_institution_share, zdvop_to_foster_share):
    """Children return to their parents or relatives."""
    return leaving_zdvop * (1 - zdvop_to_institution_share - zdvop_to_foster_share)


@auxiliary("person", cs="Děti nad kapacitu ZDVOP", en="children over ZDVOP capacity")
def children_over_zdvop_capacity(children_in_zdvop, zdvop_places):
    """Children for whom the facility has no place and who are placed elsewhere."""
    return maximum(0, children_in_zdvop - zdvop_places)


# Return home


@auxiliary("1", cs="Návraty dětí domů proti výchozímu stavu")
def relative_reunification(
    parents_in_treatment,
    active_users,
    initial_parents_in_treatment,
    initial_active_users,
    reunification_ratio_in_treatment,
):
    """Returns home as a share of the start: parents in treatment get their children back sooner."""
    now = ratio(
        total(parents_in_treatment, over=SUBSTANCE), total(active_users, over=SUBSTANCE), if_zero=0
    )
    before = ratio(
        total(initial_parents_in_treatment, over=SUBSTANCE),
        total(initial_active_users, over=SUBSTANCE),
        if_zero=0,
    )
    gain = reunification_ratio_in_treatment - 1
    return (1 + now * gain) / (1 + before * gain)


@flow("person/month", out_of=children_in_institutions, cs="Odchody z ústavní výchovy")
def leaving_institution(
    children_in_institutions,
    institution_time,
    addiction_share_of_removals,
    return_home_share,
    relative_reunification,
):
    """Children return home or come of age; stays are longer where parents find no treatment."""
    returns = addiction_share_of_removals * return_home_share * (relative_reunification - 1)
    return children_in_institutions / institution_time * (1 + returns)


@flow("person/month", out_of=children_in_foster_care, cs="Odchody z pěstounské péče")
def leaving_foster_care(children_in_foster_care, foster_time):
    """Children leave foster families."""
    return children_in_foster_care / foster_time


# Educational institutes


@flow("person/month", into=children_in_educational_institutes, cs="Umístění do výchovných ústavů")
def entering_educational_institute(institute_entries_at_balance):
    """Young people are placed because of severe behaviour that no queue explains."""
    return institute_entries_at_balance


@flow("person/month", out_of=children_in_educational_institutes, cs="Odchody z výchovných ústavů")
def leaving_educational_institute(children_in_educational_institutes, institute_time):
    """Young people leave educational institutes."""
    return children_in_educational_institutes / institute_time
