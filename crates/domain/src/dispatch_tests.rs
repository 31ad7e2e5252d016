use super::*;
use proptest::prelude::*;

fn mechanic(n: u8) -> Uuid {
    Uuid::from_bytes([n; 16])
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        Just(Happening::Held),
        (1u8..5, any::<bool>())
            .prop_map(|(n, preferred)| Happening::Accept { mechanic: mechanic(n), preferred }),
        Just(Happening::AllDeclined),
        Just(Happening::WindowEnds),
        Just(Happening::PreferredGone),
        Just(Happening::BroadcastNow),
        (1u8..5).prop_map(|n| Happening::MechanicCancels(mechanic(n))),
        Just(Happening::Rematch),
        Just(Happening::CustomerCancels),
        Just(Happening::PaymentTimeout),
        Just(Happening::SearchTimeout),
        Just(Happening::Starts),
    ]
}

fn routing() -> impl Strategy<Value = RoutingType> {
    prop_oneof![Just(RoutingType::Broadcast), Just(RoutingType::PriorityBroadcast)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_path_has_two_winners_or_orphaned_money(routing in routing(), path in prop::collection::vec(happening(), 0..40)) {
        let mut request = Request::new(routing);
        // the gateway's own view of the money: held, and how it ended
        let (mut gateway_holds, mut captured) = (false, 0);
        for happening in path {
            if matches!(happening, Happening::Held) && request.status != RequestStatus::Pending && request.status != RequestStatus::Accepted {
                gateway_holds = true;
            }
            let Ok((next, effect)) = decide(request, happening) else { continue };
            if let Happening::Accept { mechanic, preferred } = happening {
                prop_assert_eq!(request.mechanic, None, "nobody had it before");
                prop_assert_eq!(next.mechanic, Some(mechanic));
                prop_assert!(preferred || !request.window_open, "the window is the preferred provider's");
            }
            match effect {
                Some(Effect::ReleaseHold) => { prop_assert!(gateway_holds); gateway_holds = false; }
                Some(Effect::Capture) => { prop_assert!(gateway_holds); gateway_holds = false; captured += 1; }
                Some(Effect::Broadcast(_)) => prop_assert!(next.status == RequestStatus::Pending && next.mechanic.is_none()),
                Some(Effect::OpenWindow) => prop_assert!(next.window_open),
                None => {}
            }
            let searching = matches!(next.status, RequestStatus::Pending | RequestStatus::Accepted) && !next.started;
            prop_assert_eq!(gateway_holds, searching, "money is held exactly while the request is open");
            prop_assert!(captured <= 1);
            prop_assert_eq!(next.mechanic.is_some(), next.status == RequestStatus::Accepted);
            request = next;
        }
    }

    #[test]
    fn resends_lie_inside_the_window(minutes in 5i64..=60) {
        let from = DateTime::<Utc>::UNIX_EPOCH;
        let until = from + TimeDelta::minutes(minutes);
        let [first, second] = resend_times(from, until);
        prop_assert!(from < first && first < second && second < until);
        prop_assert_eq!(first - from, second - first);
    }
}

#[test]
fn each_window_falls_back_once() {
    let open = Request {
        status: RequestStatus::Pending,
        window_open: true,
        held: true,
        ..Request::new(RoutingType::PriorityBroadcast)
    };
    for cause in
        [Happening::WindowEnds, Happening::AllDeclined, Happening::BroadcastNow, Happening::PreferredGone]
    {
        let (next, effect) = decide(open, cause).unwrap();
        assert!(matches!(effect, Some(Effect::Broadcast(_))));
        for again in [Happening::WindowEnds, Happening::AllDeclined, Happening::BroadcastNow] {
            assert_eq!(decide(next, again), Err(Refusal::NotNow));
        }
    }
}

#[test]
fn strangers_cannot_tell_a_hidden_request_from_none() {
    let open = Request {
        status: RequestStatus::Pending,
        window_open: true,
        ..Request::new(RoutingType::PriorityBroadcast)
    };
    let stranger = Happening::Accept { mechanic: mechanic(1), preferred: false };
    assert_eq!(decide(open, stranger), Err(Refusal::Hidden));
}

#[test]
fn waiting_is_chosen_and_only_for_somebody_offline() {
    let windows = Windows::default();
    assert_eq!(window_minutes(windows, true, false), 10);
    assert_eq!(window_minutes(windows, true, true), 10);
    assert_eq!(window_minutes(windows, false, true), 30);
    assert_eq!(window_minutes(windows, false, false), 10);
}

#[test]
fn a_match_beats_a_rating_and_a_rating_beats_speed() {
    let candidate = |n, specialty: &str, avg_rating, response_minutes| Candidate {
        mechanic: mechanic(n),
        specialties: vec![specialty.to_owned()],
        avg_rating,
        response_minutes,
    };
    let sorted = best_first(
        "The Brakes squeal",
        vec![
            candidate(1, "engine", Some(4.0), Some(1.0)),
            candidate(2, "engine", Some(4.9), None),
            candidate(3, "brakes", None, None),
            candidate(4, "engine", Some(4.0), Some(0.5)),
        ],
    );
    assert_eq!(sorted.iter().map(|c| c.mechanic).collect::<Vec<_>>(), [3, 2, 4, 1].map(mechanic));
}
