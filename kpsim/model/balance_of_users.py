"""Balance at the start, people: hidden stocks and entry rates nobody can count.

Every formula here is the one value that makes a stock's inflow equal its outflow at the start.
"""

from kpsim.engine.lang import auxiliary, maximum, minimum, ratio
from kpsim.model.dimensions import SUBSTANCE

# Therapeutic community


@auxiliary("person/month", by=(SUBSTANCE,), cs="Nástupy do komunity na začátku")
def community_entries_at_balance(
    initial_community_residents, community_time, death_rate, death_ratio_in_abstinence
):
    """Entries that replace those who leave the community or die there."""
    return initial_community_residents * (
        1 / community_time + death_rate * death_ratio_in_abstinence
    )


@auxiliary("1/month", by=(SUBSTANCE,), cs="Míra zájmu o komunitu")
def seek_community_rate(
    community_entries_at_balance,
    unmet_demand_share,
    initial_counselling_clients,
    initial_contact_clients,
    contact_interest_in_community,
):
    """Rate at which clients of counselling ask for the community, so that it stays as full."""
    asking = initial_counselling_clients + initial_contact_clients * contact_interest_in_community
    return ratio(community_entries_at_balance / (1 - unmet_demand_share), asking, if_zero=0)


# Substitution


@auxiliary("person/month", by=(SUBSTANCE,), cs="Nástupy do substituce na začátku")
def substitution_entries_at_balance(
    initial_substitution_patients,
    substitution_time,
    natural_remission_rate,
    imprisonment_rate_in_treatment_at_balance,
    death_rate,
    death_ratio_in_substitution,
):
    """Entries that replace those who leave substitution treatment."""
    return initial_substitution_patients * (
        1 / substitution_time
        + natural_remission_rate
        + imprisonment_rate_in_treatment_at_balance
        + death_rate * death_ratio_in_substitution
    )


@auxiliary("1/month", by=(SUBSTANCE,), cs="Míra zájmu o substituci")
def seek_substitution_rate(
    substitution_entries_at_balance, unmet_demand_share, seekers_of_treatment_at_start
):
    """Rate at which people without contact ask for substitution."""
    return ratio(
        substitution_entries_at_balance / (1 - unmet_demand_share),
        seekers_of_treatment_at_start,
        if_zero=0,
    )


@auxiliary("person", by=(SUBSTANCE,), cs="Možní zájemci o léčbu (přepočtení)")
def seekers_of_treatment_at_start(initial_hidden_users, initial_contact_clients, referral_ratio):
    """People who may ask for treatment, those in contact counted by how much oftener they ask."""
    return initial_hidden_users + initial_contact_clients * referral_ratio


# Counselling


@auxiliary("person/month", by=(SUBSTANCE,), cs="Nástupy do poradenství na začátku")
def counselling_entries_at_balance(
    initial_counselling_clients,
    counselling_time,
    natural_remission_rate,
    imprisonment_rate_in_treatment_at_balance,
    death_rate,
    death_ratio_in_counselling,
    community_entries_from_counselling_at_balance,
):
    """Entries that replace those who leave counselling."""
    leaving_rate = (
        1 / counselling_time
        + natural_remission_rate
        + imprisonment_rate_in_treatment_at_balance
        + death_rate * death_ratio_in_counselling
    )
    return (
        initial_counselling_clients * leaving_rate + community_entries_from_counselling_at_balance
    )


@auxiliary("person/month", by=(SUBSTANCE,), cs="Nástupy do komunity z poradenství na začátku")
def community_entries_from_counselling_at_balance(
    seek_community_rate, initial_counselling_clients, unmet_demand_share
):
    """Entries to the community that come from counselling."""
    return seek_community_rate * initial_counselling_clients * (1 - unmet_demand_share)


@auxiliary("1/month", by=(SUBSTANCE,), cs="Míra zájmu o poradenství")
def seek_counselling_rate(
    counselling_entries_at_balance, unmet_demand_share, seekers_of_treatment_at_start
):
    """Rate at which people without contact ask for counselling."""
    return ratio(
        counselling_entries_at_balance / (1 - unmet_demand_share),
        seekers_of_treatment_at_start,
        if_zero=0,
    )


@auxiliary("person/month", cs="Zájem blízkých o poradenství na začátku")
def relatives_seeking_at_balance(
    initial_relatives_in_counselling, relatives_counselling_time, unmet_demand_share
):
    """Relatives who ask for counselling in a month at the start."""
    return initial_relatives_in_counselling / relatives_counselling_time / (1 - unmet_demand_share)


# Prison


@auxiliary("person/month", by=(SUBSTANCE,), cs="Propuštění z vězení na začátku")
def releases_at_balance(initial_imprisoned_users, prison_time):
    """Dependent people released from prison in a month at the start."""
    return initial_imprisoned_users / prison_time


@auxiliary("person/offence", by=(SUBSTANCE,), cs="Odsouzení na jeden trestný čin")
def imprisonment_per_offence(
    releases_at_balance,
    initial_imprisoned_users,
    death_rate,
    death_ratio_in_prison,
    initial_offences_of_active_users,
):
    """Prison terms per recorded offence of an active user, so that prisons stay as full.

    One rate for all states, so that crime and prison cannot drift apart. The abstinent are
    sentenced too rarely to count.
    """
    entries = releases_at_balance + initial_imprisoned_users * death_rate * death_ratio_in_prison
    return ratio(entries, initial_offences_of_active_users, if_zero=0)


@auxiliary("1/month", by=(SUBSTANCE,), cs="Míra uvěznění v léčbě na začátku")
def imprisonment_rate_in_treatment_at_balance(
    imprisonment_per_offence, offence_rate, offending_ratio_in_treatment
):
    """Prison terms per client in counselling or substitution and month."""
    return imprisonment_per_offence * offence_rate * offending_ratio_in_treatment


# Contact


@auxiliary("person/month", by=(SUBSTANCE,), cs="Odchody z kontaktu na začátku")
def contact_outflow_at_balance(
    initial_contact_clients,
    contact_leaving_rate,
    natural_remission_rate,
    imprisonment_per_offence,
    offence_rate,
    offending_ratio_in_contact,
    death_rate,
    death_ratio_in_contact,
    treatment_entry_rate_in_contact_at_balance,
):
    """Clients who leave contact in a month at the start."""
    return initial_contact_clients * (
        contact_leaving_rate
        + natural_remission_rate
        + imprisonment_per_offence * offence_rate * offending_ratio_in_contact
        + death_rate * death_ratio_in_contact
        + treatment_entry_rate_in_contact_at_balance
    )


@auxiliary("1/month", by=(SUBSTANCE,), cs="Míra nástupu do léčby z kontaktu na začátku")
def treatment_entry_rate_in_contact_at_balance(
    seek_counselling_rate,
    seek_substitution_rate,
    referral_ratio,
    seek_community_rate,
    contact_interest_in_community,
    unmet_demand_share,
):
    """Treatments started per contact client and month at the start."""
    return (1 - unmet_demand_share) * (
        (seek_counselling_rate + seek_substitution_rate) * referral_ratio
        + seek_community_rate * contact_interest_in_community
    )


@auxiliary("1", by=(SUBSTANCE,), cs="Podíl propuštěných, na které má služba místo")
def share_met_after_release(release_contact_share, contact_outflow_at_balance, releases_at_balance):
    """Share of released prisoners a contact worker meets, no more than leave contact at the start.

    Where few are in contact, all who leave it could not make room for the released.
    """
    room = ratio(contact_outflow_at_balance, releases_at_balance, if_zero=release_contact_share)
    return minimum(release_contact_share, room)


@auxiliary("1/month", by=(SUBSTANCE,), cs="Míra navazování kontaktu")
def seek_contact_rate(
    contact_outflow_at_balance,
    releases_at_balance,
    share_met_after_release,
    unmet_demand_share,
    initial_hidden_users,
):
    """Rate at which people without contact turn to a service, so that contact stays as large."""
    released = releases_at_balance * share_met_after_release
    # Where the released take all room, rounding leaves a trace below zero.
    entries = maximum(contact_outflow_at_balance - released, 0)
    return ratio(entries / (1 - unmet_demand_share), initial_hidden_users, if_zero=0)


# Abstinence


@auxiliary("person/month", by=(SUBSTANCE,), cs="Úspěšně ukončené léčby na začátku")
def completed_treatments_at_balance(
    initial_counselling_clients,
    counselling_time,
    counselling_success_share,
    initial_community_residents,
    community_time,
    community_success_share,
):
    """People who leave treatment abstinent in a month at the start."""
    return (
        initial_counselling_clients / counselling_time * counselling_success_share
        + initial_community_residents / community_time * community_success_share
    )


@auxiliary("person/month", by=(SUBSTANCE,), cs="Nástupy do následné péče na začátku")
def aftercare_entries_at_balance(
    completed_treatments_at_balance, aftercare_interest_share, unmet_demand_share
):
    """People who go on from treatment to aftercare in a month at the start."""
    return completed_treatments_at_balance * aftercare_interest_share * (1 - unmet_demand_share)


@auxiliary("person", by=(SUBSTANCE,), cs="Klienti následné péče v rovnováze")
def aftercare_clients_at_balance(
    aftercare_entries_at_balance,
    first_year_relapse_rate,
    relapse_ratio_in_aftercare,
    abstinent_year_time,
    death_rate,
    death_ratio_in_abstinence,
):
    """Clients of aftercare who follow from the entries and the time they stay."""
    return aftercare_entries_at_balance / (
        first_year_relapse_rate * relapse_ratio_in_aftercare
        + 1 / abstinent_year_time
        + death_rate * death_ratio_in_abstinence
    )


@auxiliary("person", by=(SUBSTANCE,), cs="Lidé v prvním roce abstinence v rovnováze")
def newly_abstinent_at_balance(
    initial_active_users,
    natural_remission_rate,
    completed_treatments_at_balance,
    aftercare_entries_at_balance,
    first_year_relapse_rate,
    first_year_leaving_rate_at_balance,
):
    """Newly abstinent people who follow from remission, treatment and the time they stay."""
    entries = (
        initial_active_users * natural_remission_rate
        + completed_treatments_at_balance
        - aftercare_entries_at_balance
    )
    return entries / (first_year_relapse_rate + first_year_leaving_rate_at_balance)


@auxiliary("1/month", by=(SUBSTANCE,), cs="Odchody z prvního roku abstinence bez relapsu")
def first_year_leaving_rate_at_balance(abstinent_year_time, death_rate, death_ratio_in_abstinence):
    """Rate of leaving the first year of abstinence by its end or by death."""
    return 1 / abstinent_year_time + death_rate * death_ratio_in_abstinence


@auxiliary("person", by=(SUBSTANCE,), cs="Stabilně abstinující v rovnováze")
def stably_abstinent_at_balance(
    newly_abstinent_at_balance,
    aftercare_clients_at_balance,
    abstinent_year_time,
    later_relapse_rate,
    lasting_recovery_rate,
    stable_death_rate_at_balance,
):
    """Stably abstinent people who follow from those who complete the first year."""
    entries = (newly_abstinent_at_balance + aftercare_clients_at_balance) / abstinent_year_time
    return entries / (later_relapse_rate + lasting_recovery_rate + stable_death_rate_at_balance)


@auxiliary("1/month", by=(SUBSTANCE,), cs="Úmrtnost stabilně abstinujících")
def stable_death_rate_at_balance(death_rate, death_ratio_in_abstinence):
    """Rate of death in stable abstinence."""
    return death_rate * death_ratio_in_abstinence


# Starting


@auxiliary("person/month", by=(SUBSTANCE,), cs="Začátky závislosti na začátku")
def becoming_dependent_at_balance(initial_losses_of_users):
    """People who become dependent replace all who die or recover for good."""
    return initial_losses_of_users


@auxiliary("1/month", by=(SUBSTANCE,), cs="Míra vzniku závislosti")
def dependence_rate_at_balance(becoming_dependent_at_balance, initial_risky_users):
    """Rate at which risky use turns into dependence."""
    return ratio(becoming_dependent_at_balance, initial_risky_users, if_zero=0)


@auxiliary("person/month", by=(SUBSTANCE,), cs="Začátky rizikového užívání na začátku")
def becoming_risky_at_balance(
    becoming_dependent_at_balance,
    initial_risky_users,
    outgrowing_rate,
    death_rate,
    death_ratio_in_risky_use,
):
    """New risky users replace those who become dependent, stop or die."""
    return becoming_dependent_at_balance + initial_risky_users * (
        outgrowing_rate + death_rate * death_ratio_in_risky_use
    )
