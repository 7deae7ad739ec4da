"""Seeking and finding a place: who is admitted, who waits, who loses a place (by service)."""

from kpsim.engine.lang import auxiliary, flow, maximum, minimum, pick, ratio, total
from kpsim.model.dimensions import SUBSTANCE
from kpsim.model.stocks import (
    aftercare_clients,
    community_residents,
    contact_clients,
    counselling_clients,
    hidden_users,
    newly_abstinent,
    relatives_in_counselling,
    substitution_patients,
)

# Therapeutic community: beds, no stretch


@auxiliary("person/month", by=(SUBSTANCE,), cs="Zájem o terapeutickou komunitu z poradenství")
def seeking_community_from_counselling(seek_community_rate, counselling_clients):
    """Clients of counselling ask for a place in the therapeutic community."""
    return seek_community_rate * counselling_clients


@auxiliary("person/month", by=(SUBSTANCE,), cs="Zájem o terapeutickou komunitu z kontaktu")
def seeking_community_from_contact(
    seek_community_rate, contact_clients, contact_interest_in_community
):
    """Contact clients ask for a place in the therapeutic community, less often."""
    return seek_community_rate * contact_clients * contact_interest_in_community


@auxiliary("person", cs="Místa v terapeutické komunitě")
def community_places(places):
    """Places that residents of the region can use."""
    return pick(places, service="therapeutic_community")


@auxiliary("1", cs="Podíl přijatých do terapeutické komunity")
def admitted_share_community(
    completing_community,
    leaving_community,
    dying_in_community,
    community_places,
    community_residents,
    fill_time,
    seeking_community_from_counselling,
    seeking_community_from_contact,
):
    """A full house admits as many as leave; free beds are filled within weeks."""
    leaving = completing_community + leaving_community + dying_in_community
    free = (community_places - total(community_residents, over=SUBSTANCE)) / fill_time
    seeking = seeking_community_from_counselling + seeking_community_from_contact
    return maximum(
        0,
        minimum(
            1,
            ratio(
                total(leaving, over=SUBSTANCE) + free,
                total(seeking, over=SUBSTANCE),
                if_zero=1,
            ),
        ),
    )


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=counselling_clients,
    into=community_residents,
    cs="Nástup do komunity z poradenství",
)
def entering_community_from_counselling(
    seeking_community_from_counselling, admitted_share_community
):
    """Clients of counselling move into the therapeutic community."""
    return seeking_community_from_counselling * admitted_share_community


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=contact_clients,
    into=community_residents,
    cs="Nástup do komunity z kontaktu",
)
def entering_community_from_contact(seeking_community_from_contact, admitted_share_community):
    """Contact clients move into the therapeutic community."""
    return seeking_community_from_contact * admitted_share_community


@auxiliary("person/month", by=(SUBSTANCE,), cs="Ukončené pobyty v komunitě")
def ending_community(community_residents, community_time):
    """Stays in the therapeutic community come to their end."""
    return community_residents / community_time


@auxiliary("person/month", by=(SUBSTANCE,), cs="Úspěšně dokončené pobyty v komunitě")
def completing_community(ending_community, community_success_share):
    """Residents leave the community abstinent."""
    return ending_community * community_success_share


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=community_residents,
    into=hidden_users,
    cs="Odchody z komunity bez úspěchu",
)
def leaving_community(ending_community, completing_community):
    """Residents leave the community and use again."""
    return ending_community - completing_community


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=community_residents,
    into=hidden_users,
    cs="Ztráta místa v komunitě",
)
def losing_place_in_community(community_residents, community_places, time_to_lose_place):
    """Residents leave when the community has fewer beds than people."""
    residents = total(community_residents, over=SUBSTANCE)
    return (
        community_residents
        * ratio(maximum(0, residents - community_places), residents, if_zero=0)
        / time_to_lose_place
    )


# Counselling: shared with relatives


@auxiliary("person/month", by=(SUBSTANCE,), cs="Zájem o poradenství bez předchozího kontaktu")
def seeking_counselling_from_hidden(seek_counselling_rate, hidden_users):
    """People without contact come to a counselling office by themselves."""
    return seek_counselling_rate * hidden_users


@auxiliary("person/month", by=(SUBSTANCE,), cs="Zájem o poradenství z kontaktu")
def seeking_counselling_from_contact(seek_counselling_rate, contact_clients, referral_ratio):
    """Contact workers refer their clients to counselling."""
    return seek_counselling_rate * contact_clients * referral_ratio


@auxiliary("person/month", cs="Zájem blízkých o poradenství")
def relatives_seeking_counselling(relatives_seeking_at_balance, relative_active_users):
    """Relatives ask for help, the more the more people around them depend on a substance."""
    return relatives_seeking_at_balance * relative_active_users


@auxiliary("person", cs="Klienti a blízcí v poradenství")
def counselling_caseload(counselling_clients, relatives_in_counselling):
    """People counsellors look after, relatives included."""
    return total(counselling_clients, over=SUBSTANCE) + relatives_in_counselling


@auxiliary("person", cs="Místa v poradenství")
def counselling_places(places):
    """People counsellors can look after at most."""
    return pick(places, service="counselling")


@auxiliary("person/month", by=(SUBSTANCE,), cs="Odchody z poradenství všemi cestami")
def outflow_of_counselling(
    ending_counselling,
    entering_community_from_counselling,
    remitting_in_counselling,
    imprisonment_from_counselling,
    dying_in_counselling,
):
    """Clients leave counselling by any way but overcrowding."""
    return (
        ending_counselling
        + entering_community_from_counselling
        + remitting_in_counselling
        + imprisonment_from_counselling
        + dying_in_counselling
    )


@auxiliary("1", cs="Podíl přijatých do poradenství")
def admitted_share_counselling(
    outflow_of_counselling,
    relatives_leaving_counselling,
    free_counselling_places,
    seeking_counselling,
):
    """Counsellors take as many new clients as leave, and fill free places within weeks."""
    free = (
        total(outflow_of_counselling, over=SUBSTANCE)
        + relatives_leaving_counselling
        + free_counselling_places
    )
    return maximum(0, minimum(1, ratio(free, seeking_counselling, if_zero=1)))


@auxiliary("person/month", cs="Obsazování volných míst v poradenství")
def free_counselling_places(counselling_places, counselling_caseload, fill_time):
    """Free (or, if negative, missing) places in counselling over the time it takes to fill them."""
    return (counselling_places - counselling_caseload) / fill_time


@auxiliary("person/month", cs="Zájemci o poradenství celkem")
def seeking_counselling(
    seeking_counselling_from_hidden,
    seeking_counselling_from_contact,
    relatives_seeking_counselling,
):
    """Everybody who asks for counselling in a month."""
    return (
        total(seeking_counselling_from_hidden + seeking_counselling_from_contact, over=SUBSTANCE)
        + relatives_seeking_counselling
    )


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=hidden_users,
    into=counselling_clients,
    cs="Nástup do poradenství bez předchozího kontaktu",
)
def entering_counselling_from_hidden(seeking_counselling_from_hidden, admitted_share_counselling):
    """People without contact start counselling."""
    return seeking_counselling_from_hidden * admitted_share_counselling


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=contact_clients,
    into=counselling_clients,
    cs="Nástup do poradenství z kontaktu",
)
def entering_counselling_from_contact(seeking_counselling_from_contact, admitted_share_counselling):
    """Contact clients start counselling."""
    return seeking_counselling_from_contact * admitted_share_counselling


@flow("person/month", into=relatives_in_counselling, cs="Nástup blízkých do poradenství")
def relatives_entering_counselling(relatives_seeking_counselling, admitted_share_counselling):
    """Relatives start counselling for themselves."""
    return relatives_seeking_counselling * admitted_share_counselling


@flow("person/month", out_of=relatives_in_counselling, cs="Ukončení poradenství blízkých")
def relatives_leaving_counselling(relatives_in_counselling, relatives_counselling_time):
    """Relatives finish counselling."""
    return relatives_in_counselling / relatives_counselling_time


@flow(
    "person/month", out_of=relatives_in_counselling, cs="Blízcí, kteří ztratili místo v poradenství"
)
def relatives_losing_place(relatives_in_counselling, crowding_of_counselling, time_to_lose_place):
    """Relatives drop out when counsellors have fewer places than people."""
    return relatives_in_counselling * crowding_of_counselling / time_to_lose_place


@auxiliary("person/month", cs="Blízcí bez pomoci")
def relatives_without_help(relatives_seeking_counselling, relatives_entering_counselling):
    """Relatives who asked for help and found no place."""
    return relatives_seeking_counselling - relatives_entering_counselling


@auxiliary("1", cs="Podíl klientů nad kapacitu poradenství")
def crowding_of_counselling(counselling_caseload, counselling_places):
    """Share of the people in counselling for whom there is no place."""
    return ratio(
        maximum(0, counselling_caseload - counselling_places), counselling_caseload, if_zero=0
    )


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=counselling_clients,
    into=hidden_users,
    cs="Ztráta místa v poradenství",
)
def losing_place_in_counselling(counselling_clients, crowding_of_counselling, time_to_lose_place):
    """Clients drop out when counsellors have fewer places than people."""
    return counselling_clients * crowding_of_counselling / time_to_lose_place


@auxiliary("1", cs="Kvalita poradenství při přetížení")
def counselling_quality(usual_capacity, counselling_caseload, overload_sensitivity):
    """Success of counselling falls when each worker has more clients than usual."""
    served_well = minimum(
        1, ratio(pick(usual_capacity, service="counselling"), counselling_caseload, if_zero=1)
    )
    return 1 - overload_sensitivity * (1 - served_well)


@auxiliary("person/month", by=(SUBSTANCE,), cs="Ukončená poradenství")
def ending_counselling(counselling_clients, counselling_time):
    """Episodes of counselling come to their end."""
    return counselling_clients / counselling_time


@auxiliary("person/month", by=(SUBSTANCE,), cs="Úspěšně ukončená poradenství")
def completing_counselling(ending_counselling, counselling_success_share, counselling_quality):
    """Clients end counselling abstinent, beyond those who would have stopped anyway."""
    return ending_counselling * counselling_success_share * counselling_quality


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=counselling_clients,
    into=hidden_users,
    cs="Odchody z poradenství bez úspěchu",
)
def dropping_out_of_counselling(ending_counselling, completing_counselling):
    """Clients end counselling and go on using."""
    return ending_counselling - completing_counselling


# Substitution treatment


@auxiliary("person/month", by=(SUBSTANCE,), cs="Zájem o substituci bez předchozího kontaktu")
def seeking_substitution_from_hidden(seek_substitution_rate, hidden_users):
    """People without contact ask for substitution treatment."""
    return seek_substitution_rate * hidden_users


@auxiliary("person/month", by=(SUBSTANCE,), cs="Zájem o substituci z kontaktu")
def seeking_substitution_from_contact(seek_substitution_rate, contact_clients, referral_ratio):
    """Contact workers refer their clients to substitution treatment."""
    return seek_substitution_rate * contact_clients * referral_ratio


@auxiliary("person", cs="Místa v substituční léčbě")
def substitution_places(places):
    """Patients who can be treated at most."""
    return pick(places, service="substitution")


@auxiliary("person/month", by=(SUBSTANCE,), cs="Odchody ze substituce všemi cestami")
def outflow_of_substitution(
    leaving_substitution,
    remitting_in_substitution,
    imprisonment_from_substitution,
    dying_in_substitution,
):
    """Patients leave substitution treatment by any way but overcrowding."""
    return (
        leaving_substitution
        + remitting_in_substitution
        + imprisonment_from_substitution
        + dying_in_substitution
    )


@auxiliary("1", cs="Podíl přijatých do substituce")
def admitted_share_substitution(
    outflow_of_substitution,
    substitution_places,
    substitution_patients,
    fill_time,
    seeking_substitution_from_hidden,
    seeking_substitution_from_contact,
):
    """Prescribers take as many new patients as leave, and fill free places within weeks."""
    free = (substitution_places - total(substitution_patients, over=SUBSTANCE)) / fill_time
    seeking = seeking_substitution_from_hidden + seeking_substitution_from_contact
    return maximum(
        0,
        minimum(
            1,
            ratio(
                total(outflow_of_substitution, over=SUBSTANCE) + free,
                total(seeking, over=SUBSTANCE),
                if_zero=1,
            ),
        ),
    )


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=hidden_users,
    into=substitution_patients,
    cs="Nástup do substituce bez předchozího kontaktu",
)
def entering_substitution_from_hidden(
    seeking_substitution_from_hidden, admitted_share_substitution
):
    """People without contact start substitution treatment."""
    return seeking_substitution_from_hidden * admitted_share_substitution


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=contact_clients,
    into=substitution_patients,
    cs="Nástup do substituce z kontaktu",
)
def entering_substitution_from_contact(
    seeking_substitution_from_contact, admitted_share_substitution
):
    """Contact clients start substitution treatment."""
    return seeking_substitution_from_contact * admitted_share_substitution


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=substitution_patients,
    into=hidden_users,
    cs="Odchody ze substituce",
)
def leaving_substitution(substitution_patients, substitution_time):
    """Patients leave substitution treatment and use again."""
    return substitution_patients / substitution_time


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=substitution_patients,
    into=hidden_users,
    cs="Ztráta místa v substituci",
)
def losing_place_in_substitution(substitution_patients, substitution_places, time_to_lose_place):
    """Patients leave when prescribers have fewer places than people."""
    patients = total(substitution_patients, over=SUBSTANCE)
    return (
        substitution_patients
        * ratio(maximum(0, patients - substitution_places), patients, if_zero=0)
        / time_to_lose_place
    )


# Aftercare


@auxiliary("person/month", by=(SUBSTANCE,), cs="Úspěšná ukončení léčby")
def completing_treatment(completing_counselling, completing_community):
    """People leave counselling or the community abstinent."""
    return completing_counselling + completing_community


@auxiliary("person", cs="Místa v následné péči")
def aftercare_places(places):
    """People aftercare can support at most."""
    return pick(places, service="aftercare")


@auxiliary("person/month", by=(SUBSTANCE,), cs="Odchody z následné péče všemi cestami")
def outflow_of_aftercare(
    relapsing_in_aftercare, staying_abstinent_in_aftercare, dying_in_aftercare
):
    """Clients leave aftercare by any way but overcrowding."""
    return relapsing_in_aftercare + staying_abstinent_in_aftercare + dying_in_aftercare


@auxiliary("1", cs="Podíl přijatých do následné péče")
def admitted_share_aftercare(
    outflow_of_aftercare,
    aftercare_places,
    aftercare_clients,
    fill_time,
    completing_treatment,
    aftercare_interest_share,
):
    """Aftercare takes as many new clients as leave, and fills free places within weeks."""
    free = (aftercare_places - total(aftercare_clients, over=SUBSTANCE)) / fill_time
    seeking = completing_treatment * aftercare_interest_share
    return maximum(
        0,
        minimum(
            1,
            ratio(
                total(outflow_of_aftercare, over=SUBSTANCE) + free,
                total(seeking, over=SUBSTANCE),
                if_zero=1,
            ),
        ),
    )


@auxiliary("person/month", by=(SUBSTANCE,), cs="Přijatí do následné péče")
def admitted_to_aftercare(completing_treatment, aftercare_interest_share, admitted_share_aftercare):
    """People who leave treatment abstinent and get a place in aftercare."""
    return completing_treatment * aftercare_interest_share * admitted_share_aftercare


@auxiliary("1", by=(SUBSTANCE,), cs="Podíl úspěšných s následnou péčí")
def aftercare_share(admitted_to_aftercare, completing_treatment):
    """Share of those who leave treatment abstinent whom aftercare supports."""
    return ratio(admitted_to_aftercare, completing_treatment, if_zero=0)


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=counselling_clients,
    into=aftercare_clients,
    cs="Z poradenství do následné péče",
)
def from_counselling_to_aftercare(completing_counselling, aftercare_share):
    """Clients leave counselling abstinent and go on in aftercare."""
    return completing_counselling * aftercare_share


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=counselling_clients,
    into=newly_abstinent,
    cs="Z poradenství do abstinence",
)
def from_counselling_to_abstinence(completing_counselling, aftercare_share):
    """Clients leave counselling abstinent without aftercare."""
    return completing_counselling * (1 - aftercare_share)


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=community_residents,
    into=aftercare_clients,
    cs="Z komunity do následné péče",
)
def from_community_to_aftercare(completing_community, aftercare_share):
    """Residents leave the community abstinent and go on in aftercare."""
    return completing_community * aftercare_share


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=community_residents,
    into=newly_abstinent,
    cs="Z komunity do abstinence",
)
def from_community_to_abstinence(completing_community, aftercare_share):
    """Residents leave the community abstinent without aftercare."""
    return completing_community * (1 - aftercare_share)


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=aftercare_clients,
    into=newly_abstinent,
    cs="Ztráta místa v následné péči",
)
def losing_place_in_aftercare(aftercare_clients, aftercare_places, time_to_lose_place):
    """Clients stay abstinent without support when aftercare has fewer places than people."""
    clients = total(aftercare_clients, over=SUBSTANCE)
    return (
        aftercare_clients
        * ratio(maximum(0, clients - aftercare_places), clients, if_zero=0)
        / time_to_lose_place
    )


# Low-threshold contact: contact centre and outreach share one caseload


@auxiliary("person/month", by=(SUBSTANCE,), cs="Zájem o kontakt se službou")
def seeking_contact(seek_contact_rate, hidden_users):
    """People without contact turn to a contact centre or outreach worker."""
    return seek_contact_rate * hidden_users


@auxiliary("person", cs="Místa v nízkoprahovém kontaktu")
def contact_places(places):
    """People whom the contact centre and outreach together can keep in contact."""
    return pick(places, service="contact_centre") + pick(places, service="outreach")


@auxiliary("person/month", by=(SUBSTANCE,), cs="Odchody z kontaktu všemi cestami")
def outflow_of_contact(
    leaving_contact,
    leaving_contact_for_treatment,
    remitting_in_contact,
    imprisonment_from_contact,
    dying_in_contact,
):
    """Clients leave contact by any way but overcrowding."""
    return (
        leaving_contact
        + leaving_contact_for_treatment
        + remitting_in_contact
        + imprisonment_from_contact
        + dying_in_contact
    )


@auxiliary("person/month", by=(SUBSTANCE,), cs="Z kontaktu do léčby")
def leaving_contact_for_treatment(
    entering_counselling_from_contact,
    entering_substitution_from_contact,
    entering_community_from_contact,
):
    """Contact clients who start a treatment."""
    return (
        entering_counselling_from_contact
        + entering_substitution_from_contact
        + entering_community_from_contact
    )


@auxiliary("1", cs="Podíl přijatých do kontaktu")
def admitted_share_contact(
    outflow_of_contact,
    release_into_contact,
    contact_places,
    contact_clients,
    fill_time,
    seeking_contact,
):
    """Workers take up as many people as leave, and fill free places within weeks.

    People released from prison into contact come first.
    """
    leaving = total(outflow_of_contact - release_into_contact, over=SUBSTANCE)
    free = (contact_places - total(contact_clients, over=SUBSTANCE)) / fill_time
    return maximum(
        0,
        minimum(1, ratio(leaving + free, total(seeking_contact, over=SUBSTANCE), if_zero=1)),
    )


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=hidden_users,
    into=contact_clients,
    cs="Navázání kontaktu",
)
def entering_contact(seeking_contact, admitted_share_contact):
    """People without contact become clients of a contact centre or outreach."""
    return seeking_contact * admitted_share_contact


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=contact_clients,
    into=hidden_users,
    cs="Odchody z kontaktu",
)
def leaving_contact(contact_clients, contact_leaving_rate):
    """Clients stop coming although there is a place for them."""
    return contact_clients * contact_leaving_rate


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=contact_clients,
    into=hidden_users,
    cs="Ztráta kontaktu se službou",
)
def losing_contact(contact_clients, contact_places, time_to_lose_place):
    """Clients drop out of contact when there is no longer a place for them.

    Gradual, because workers try to hand clients over first.
    """
    clients = total(contact_clients, over=SUBSTANCE)
    return (
        contact_clients
        * ratio(maximum(0, clients - contact_places), clients, if_zero=0)
        / time_to_lose_place
    )
