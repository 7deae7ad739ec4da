"""The black scenarios as a council names them: their loads, and the evidence against."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """One worry: the loads that show it, the systems that pay it, and its counter-fact."""

    key: str
    title: str
    loads: tuple[str, ...]
    systems: tuple[str, ...]
    """Systems of the ledger whose crowns belong to it."""
    charts: tuple[str, ...]
    against: str
    """What speaks against the worry, or how its numbers are to be read."""
    sources: tuple[str, ...] = ()
    """The evidence it cites; without any it is a caution."""


GROUPS = (
    Group(
        "services",
        "Services and their clients",
        (
            "contact_clients",
            "counselling_clients",
            "treatment_starts",
            "community_residents",
            "staff",
        ),
        (),
        (),
        "Fewer clients are not yet harm: some stop using without a service. What contact and "
        "treatment bring, and what is lost with them, stands under each topic below.",
    ),
    Group(
        "crime",
        "Crime",
        ("recorded_offences", "all_recorded_offences", "unrecorded_offences", "violent_offences"),
        (),
        (),
        "Exchanging syringes changed neither arrests nor crime around the sites (Marx et al. "
        "2000; Chalfin et al. 2023). The model therefore sets the effect of contact on "
        "offending close to zero.",
        ("effects:ADD-NSP-01", "effects:ADD-NSP-02"),
    ),
    Group(
        "homelessness",
        "Homelessness",
        ("users_without_home", "shelter_nights"),
        (),
        (),
        "In randomised trials housing programmes cost more than they save; they save only in "
        "studies without a control group (Ly and Latimer 2015). The help of services with "
        "housing is a small assumption in the model whose range reaches below zero.",
        ("effects:HOU-05",),
    ),
    Group(
        "poverty",
        "Exclusion and poverty",
        ("people_in_debt_enforcement", "socially_excluded_people", "unemployed_people"),
        (),
        (),
        "An offer of debt advice resolved no more debts than no offer (Pleasence and Balmer "
        "2007, randomised). The model therefore sets the effect of counselling on debts around "
        "zero, except for gambling.",
        ("effects:DEB-01",),
    ),
    Group(
        "health",
        "Health",
        (
            "deaths",
            "fatal_overdoses",
            "psychiatric_admissions",
            "emergency_visits",
            "ambulance_callouts",
        ),
        ("health",),
        (),
        "In England, local authorities that cut treatment more did not have more deaths or "
        "alcohol admissions (Roscoe et al. 2022). The model therefore sets the effect of "
        "contact on dying around zero.",
        ("effects:SYS-05",),
    ),
    Group(
        "justice",
        "Interior and justice",
        ("police_interventions", "convictions", "prison_population"),
        ("justice",),
        ("prison_population",),
        "One prisoner more does not cost an average prisoner-day and one fewer does not save it: "
        "guards, walls and heating are paid for anyway. The model counts marginal costs, of which "
        "no Czech source gives the share; only the full view counts average costs.",
    ),
    Group(
        "social",
        "Social system",
        ("benefit_recipients", "jobs_lost", "relatives_without_help"),
        ("social", "revenue"),
        (),
        "Many people stop using by themselves (Calabria et al. 2010), in the model too; treatment "
        "counts only beyond that.",
        ("effects:MET-13",),
    ),
    Group(
        "institutional_care",
        "Institutional care of children",
        ("removals", "children_in_institutions", "children_in_educational_institutes"),
        ("children",),
        (),
        "Which share of removals has to do with addiction is not published; the number is an "
        "assumption with a wide interval.",
    ),
    Group(
        "guardianship",
        "Guardianship",
        ("wards_of_municipalities", "caseload_of_guardians"),
        ("guardianship",),
        ("guardians_caseload",),
        "The number of wards grows with the services too, because the population is ageing; that "
        "growth is the same in both futures and is no consequence of any variant.",
    ),
    Group(
        "closed_scene",
        "The hidden drug scene and infections",
        (
            "recorded_users",
            "official_estimate",
            "true_users",
            "unseen_share",
            "new_hcv_infections",
            "injectors_with_hcv",
            "notified_hcv",
            "outbreak_has_begun",
        ),
        (),
        ("recorded_and_true_users", "infections"),
        "Cuts of Czech services around 2007–2011 of at most about an eighth left no trace in "
        "national numbers of clients (Zaostřeno na drogy 2013); this says nothing of deeper cuts. "
        "A service absorbs part of a cut before clients notice.",
        ("epidemiology:event_rvkpp_2010", "epidemiology:shock_2010_2011_local"),
    ),
    Group(
        "children",
        "Child psychiatry and immediate help for children (ZDVOP)",
        (
            "child_psychiatry_waiting_time",
            "giving_up_waiting",
            "children_in_zdvop",
            "children_over_zdvop_capacity",
        ),
        (),
        ("waiting_for_child_psychiatry", "places_for_children"),
        "Waiting times are decided by the number of child psychiatrists and by demand of the "
        "whole population; services for people at risk of addiction touch only a small part.",
    ),
)

WHY_FEWER = {
    "relatives_without_help": (
        "Relatives and clients share the places in counselling: where contact services send fewer "
        "clients there, more places are left for relatives."
    ),
    "notified_hcv": (
        "Fewer hepatitis C cases are notified because fewer people are tested, not because fewer "
        "are infected."
    ),
    "official_estimate": (
        "The official estimate of the number of users is made from those recorded, most of whom "
        "are known to services: it can fall although the users do not become fewer, and lower "
        "figures are then no success."
    ),
}
"""Why a load falls although services are cut, said where it does."""
