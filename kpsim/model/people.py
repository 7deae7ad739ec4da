"""People: starting, stopping, relapsing, recovering, and how heavily they use."""

from kpsim.engine.lang import auxiliary, flow, ratio, total
from kpsim.model.dimensions import SUBSTANCE
from kpsim.model.stocks import (
    aftercare_clients,
    childhood_exposure,
    contact_clients,
    counselling_clients,
    hidden_users,
    newly_abstinent,
    risky_users,
    stably_abstinent,
    substitution_patients,
)


@auxiliary(
    "person",
    by=(SUBSTANCE,),
    cs="Závislí lidé mimo vězení a pobytovou léčbu",
    en="dependent people outside institutions",
)
def active_users(hidden_users, contact_clients, counselling_clients, substitution_patients):
    """Dependent people who live outside prison and residential care.

    At the start as many as official estimates of problem drug users, harmful drinkers and
    high-risk gamblers say.
    """
    return hidden_users + contact_clients + counselling_clients + substitution_patients


@auxiliary("1", cs="Závislí lidé proti výchozímu stavu")
def relative_active_users(active_users, initial_active_users):
    """Active users of all substances as a share of the start."""
    return ratio(
        total(active_users, over=SUBSTANCE), total(initial_active_users, over=SUBSTANCE), if_zero=1
    )


@auxiliary("1", by=(SUBSTANCE,), cs="Závislí na jedné látce proti výchozímu stavu")
def active_users_by_substance_relative(active_users, initial_active_users):
    """Active users of one substance as a share of the start."""
    return ratio(active_users, initial_active_users, if_zero=1)


# Starting


@flow("1/month", by=(SUBSTANCE,), into=childhood_exposure, cs="Děti vyrůstající se závislými")
def growing_up_with_dependence(active_users_by_substance_relative, childhood_exposure_time):
    """More dependent parents mean more children who grow up beside dependence."""
    return active_users_by_substance_relative / childhood_exposure_time


@flow("1/month", by=(SUBSTANCE,), out_of=childhood_exposure, cs="Odchod z dětství")
def growing_out_of_childhood(childhood_exposure, childhood_exposure_time):
    """Children grow up and take their experience with them."""
    return childhood_exposure / childhood_exposure_time


@flow("person/month", by=(SUBSTANCE,), into=risky_users, cs="Začátky rizikového užívání")
def becoming_risky(
    becoming_risky_at_balance,
    prevention_effect_by_substance,
    childhood_exposure,
    parental_share_of_starts,
    trend_youth_use,
):
    """Young people start to use or play riskily.

    A part of them grew up with a dependent parent. Youth use falls by itself, with any services.
    """
    return (
        becoming_risky_at_balance
        * prevention_effect_by_substance
        * (1 + parental_share_of_starts * (childhood_exposure - 1))
        * trend_youth_use
    )


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=risky_users,
    into=hidden_users,
    cs="Začátky závislosti",
)
def becoming_dependent(
    risky_users,
    dependence_rate_at_balance,
    active_users_by_substance_relative,
    contagion_share,
    trend_user_inflow,
):
    """Risky use turns into dependence, more often where many others use."""
    return (
        risky_users
        * dependence_rate_at_balance
        * (1 + contagion_share * (active_users_by_substance_relative - 1))
        * trend_user_inflow
    )


@flow("person/month", by=(SUBSTANCE,), out_of=risky_users, cs="Konec rizikového užívání")
def outgrowing_risky_use(risky_users, outgrowing_rate):
    """Most risky users stop or slow down by themselves."""
    return risky_users * outgrowing_rate


# Stopping without treatment, in every active state


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=hidden_users,
    into=newly_abstinent,
    cs="Přirozené ukončení užívání bez kontaktu",
)
def remitting_without_contact(hidden_users, natural_remission_rate):
    """People without contact stop by themselves."""
    return hidden_users * natural_remission_rate


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=contact_clients,
    into=newly_abstinent,
    cs="Přirozené ukončení užívání v kontaktu",
)
def remitting_in_contact(contact_clients, natural_remission_rate):
    """Contact clients stop by themselves, as others do."""
    return contact_clients * natural_remission_rate


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=counselling_clients,
    into=newly_abstinent,
    cs="Přirozené ukončení užívání v poradenství",
)
def remitting_in_counselling(counselling_clients, natural_remission_rate):
    """Clients of counselling would also have stopped by themselves at the usual rate."""
    return counselling_clients * natural_remission_rate


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=substitution_patients,
    into=newly_abstinent,
    cs="Přirozené ukončení užívání v substituci",
)
def remitting_in_substitution(substitution_patients, natural_remission_rate):
    """Patients stop by themselves at the usual rate."""
    return substitution_patients * natural_remission_rate


# Relapse and recovery


@auxiliary("1/month", cs="Míra relapsu v prvním roce")
def first_year_relapse_rate(first_year_relapse_share, abstinent_year_time):
    """Rate at which the newly abstinent relapse.

    In a stage of one year on average, the rate x / (1 - x) a year lets a share x relapse.
    """
    return first_year_relapse_share / (1 - first_year_relapse_share) / abstinent_year_time


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=newly_abstinent,
    into=hidden_users,
    cs="Relaps v prvním roce bez následné péče",
)
def relapsing_in_first_year(newly_abstinent, first_year_relapse_rate):
    """People in the first year of abstinence use again."""
    return newly_abstinent * first_year_relapse_rate


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=aftercare_clients,
    into=hidden_users,
    cs="Relaps v následné péči",
)
def relapsing_in_aftercare(aftercare_clients, first_year_relapse_rate, relapse_ratio_in_aftercare):
    """Clients of aftercare use again, less often than without it."""
    return aftercare_clients * first_year_relapse_rate * relapse_ratio_in_aftercare


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=newly_abstinent,
    into=stably_abstinent,
    cs="Rok abstinence bez následné péče",
)
def staying_abstinent(newly_abstinent, abstinent_year_time):
    """People complete their first year of abstinence without support."""
    return newly_abstinent / abstinent_year_time


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=aftercare_clients,
    into=stably_abstinent,
    cs="Rok abstinence s následnou péčí",
)
def staying_abstinent_in_aftercare(aftercare_clients, abstinent_year_time):
    """People complete their first year of abstinence with support."""
    return aftercare_clients / abstinent_year_time


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=stably_abstinent,
    into=hidden_users,
    cs="Pozdní relaps",
)
def relapsing_later(stably_abstinent, later_relapse_rate):
    """People relapse after more than a year of abstinence."""
    return stably_abstinent * later_relapse_rate


@flow("person/month", by=(SUBSTANCE,), out_of=stably_abstinent, cs="Trvalé uzdravení")
def recovering_for_good(stably_abstinent, lasting_recovery_rate):
    """People recover so well that relapse is no longer to be expected."""
    return stably_abstinent * lasting_recovery_rate


@auxiliary("person/month", by=(SUBSTANCE,), cs="Úmrtí a trvalá uzdravení")
def losses_of_users(
    deaths_of_users,
    dying_in_aftercare,
    dying_in_first_year,
    dying_in_stable_abstinence,
    recovering_for_good,
):
    """Dependent and abstinent people who leave the world of the model."""
    return (
        deaths_of_users
        + dying_in_aftercare
        + dying_in_first_year
        + dying_in_stable_abstinence
        + recovering_for_good
    )


# Intensity of use: services act by moving people to fewer days


@auxiliary("person", by=(SUBSTANCE,), cs="Lidé s denním nebo téměř denním užíváním")
def heavy_users(
    hidden_users,
    contact_clients,
    counselling_clients,
    substitution_patients,
    heavy_share,
    heavy_ratio_in_contact,
    heavy_ratio_in_treatment,
):
    """People who use on sixteen or more days a month."""
    in_treatment = counselling_clients + substitution_patients
    return heavy_share * (
        hidden_users
        + contact_clients * heavy_ratio_in_contact
        + in_treatment * heavy_ratio_in_treatment
    )


@auxiliary("person", by=(SUBSTANCE,), cs="Lidé s méně častým užíváním")
def lighter_users(active_users, heavy_users):
    """Active users who use on fewer than sixteen days a month."""
    return active_users - heavy_users


# Quality of life, for the view of society only


@auxiliary("QALY/month", by=(SUBSTANCE,), cs="Ztracené roky života v plném zdraví: nemoc")
def health_lost_to_dependence(
    active_users,
    imprisoned_users,
    community_residents,
    newly_abstinent,
    aftercare_clients,
    stably_abstinent,
    utility_loss_in_use,
    utility_loss_in_abstinence,
):
    """Quality of life lost by people who depend on a substance or recover from it."""
    using = active_users + imprisoned_users
    recovering = community_residents + newly_abstinent + aftercare_clients + stably_abstinent
    return using * utility_loss_in_use + recovering * utility_loss_in_abstinence
