"""Social system: homes, debts, work and benefits, social exclusion."""

from kpsim.engine.lang import auxiliary, flow, pick, ratio, total
from kpsim.model.dimensions import SUBSTANCE
from kpsim.model.stocks import (
    people_in_debt_enforcement,
    socially_excluded_people,
    users_without_home,
)

# Homes


@auxiliary("person", cs="Uživatelé vážení rizikem ztráty bydlení")
def users_at_risk_of_losing_home(
    hidden_users,
    contact_clients,
    counselling_clients,
    substitution_patients,
    home_loss_ratio_in_contact,
    home_loss_ratio_in_treatment,
    home_loss_weight,
):
    """Active users, weighted by how easily they lose their home."""
    in_treatment = counselling_clients + substitution_patients
    weighted = (
        hidden_users
        + contact_clients * home_loss_ratio_in_contact
        + in_treatment * home_loss_ratio_in_treatment
    )
    return total(weighted * home_loss_weight, over=SUBSTANCE)


@flow("person/month", into=users_without_home, cs="Ztráta bydlení")
def losing_home(users_at_risk_of_losing_home, home_loss_rate_at_balance):
    """Users lose their home and have nowhere else to go."""
    return users_at_risk_of_losing_home * home_loss_rate_at_balance


@flow("person/month", out_of=users_without_home, cs="Návrat do bydlení")
def finding_home(
    users_without_home, rehousing_rate, rehousing_share_through_services, contact_reach
):
    """Users find a home again, some of them with the help of contact workers."""
    help_left = 1 - rehousing_share_through_services * (1 - contact_reach)
    return users_without_home * rehousing_rate * help_left


@flow("person/month", out_of=users_without_home, cs="Úmrtí lidí bez domova")
def dying_without_home(users_without_home, homeless_death_rate):
    """People without a home die; they are counted as deaths by their dependence already."""
    return users_without_home * homeless_death_rate


@auxiliary("night/month", cs="Noci v azylových domech a noclehárnách")
def shelter_nights(users_without_home, shelter_nights_per_person):
    """Nights users without a home spend in shelters."""
    return users_without_home * shelter_nights_per_person


# Debts


@flow("person/month", into=people_in_debt_enforcement, cs="Noví lidé v exekuci")
def entering_debt_enforcement(
    new_debtors_at_balance, user_share_of_new_debtors, relative_indebted_users
):
    """People fall into debt enforcement; a part of them because of drugs, alcohol or gambling."""
    return new_debtors_at_balance * (1 + user_share_of_new_debtors * (relative_indebted_users - 1))


@auxiliary("1", cs="Riziko zadlužení uživatelů proti výchozímu stavu")
def relative_indebted_users(debt_weight, initial_debt_weight):
    """Risk of debt among users as a share of the start."""
    return ratio(debt_weight, initial_debt_weight, if_zero=1)


@auxiliary("person", cs="Uživatelé vážení rizikem zadlužení")
def debt_weight(active_users, counselling_clients, debt_ratio_in_counselling):
    """Active users, those in counselling counted by what debt advice does for them."""
    spared = counselling_clients * (1 - debt_ratio_in_counselling)
    return total(active_users - spared, over=SUBSTANCE)


@flow("person/month", out_of=people_in_debt_enforcement, cs="Konec exekuce")
def leaving_debt_enforcement(people_in_debt_enforcement, debt_enforcement_time):
    """Debts are paid, forgiven or written off."""
    return people_in_debt_enforcement / debt_enforcement_time


# Work and benefits


@auxiliary("person", cs="Nezaměstnaní závislí lidé")
def unemployed_users(
    hidden_users,
    contact_clients,
    counselling_clients,
    substitution_patients,
    unemployed_share_in_use,
    unemployed_ratio_in_treatment,
):
    """Active users of working age without a job."""
    in_treatment = counselling_clients + substitution_patients
    return total(
        (hidden_users + contact_clients + in_treatment * unemployed_ratio_in_treatment)
        * unemployed_share_in_use,
        over=SUBSTANCE,
    )


@auxiliary("person", cs="Nezaměstnaní abstinující")
def unemployed_abstinent(
    newly_abstinent, aftercare_clients, stably_abstinent, unemployed_share_in_abstinence
):
    """People who stopped using and have no job."""
    return total(
        (newly_abstinent + aftercare_clients + stably_abstinent) * unemployed_share_in_abstinence,
        over=SUBSTANCE,
    )


@auxiliary("person", cs="Nezaměstnaní závislí a abstinující")
def unemployed_people(unemployed_users, unemployed_abstinent):
    """People with dependence, or recovering from it, who have no job."""
    return unemployed_users + unemployed_abstinent


@auxiliary("person", cs="Příjemci dávek kvůli závislosti")
def benefit_recipients(unemployed_people, benefit_share_of_unemployed):
    """Unemployed users and abstinent people who draw the state social assistance benefit."""
    return unemployed_people * benefit_share_of_unemployed


@auxiliary("person", cs="Ztracená pracovní místa kvůli závislosti")
def jobs_lost(active_users, people_after_use, unemployed_people, general_unemployed_share):
    """People with dependence, or recovering from it, without a job they would otherwise have.

    Counted against the unemployment of everybody else, so that those who recover for good and
    leave the model are not taken for lost workers.
    """
    people = total(active_users + people_after_use, over=SUBSTANCE)
    return unemployed_people - people * general_unemployed_share


@auxiliary("person", by=(SUBSTANCE,), cs="Abstinující lidé")
def people_after_use(newly_abstinent, aftercare_clients, stably_abstinent):
    """People in the first year of abstinence or beyond it."""
    return newly_abstinent + aftercare_clients + stably_abstinent


# Social exclusion


@flow("person/month", into=socially_excluded_people, cs="Propad do sociálního vyloučení")
def becoming_excluded(
    newly_excluded_at_balance, user_share_of_newly_excluded, relative_active_drug_users
):
    """People move into excluded localities; a part of them because of drugs."""
    return newly_excluded_at_balance * (
        1 + user_share_of_newly_excluded * (relative_active_drug_users - 1)
    )


@auxiliary("1", cs="Uživatelé drog proti výchozímu stavu")
def relative_active_drug_users(active_users_by_substance_relative):
    """Active pervitin users as a share of the start: nearly all drug users of the region."""
    return pick(active_users_by_substance_relative, substance="pervitin")


@flow("person/month", out_of=socially_excluded_people, cs="Návrat ze sociálního vyloučení")
def leaving_exclusion(socially_excluded_people, exclusion_time):
    """People leave excluded localities."""
    return socially_excluded_people / exclusion_time
