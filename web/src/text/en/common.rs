words! {
    /// Words used everywhere.
    Common, COMMON {
        product: "Pitlane",
        just_now: "just now",
        seconds(s: i64): "{s} s",
        minutes(m: i64): "{m} min",
        minutes_seconds(m: i64, s: i64): "{m} min {s} s",
        time_left(time: &str): "{time} left",
        time_over: "Time is up",
        cancel: "Cancel",
        close: "Close",
        save: "Save",
        back: "Back",
        go_on: "Continue",
        retry: "Try again",
        undo: "Undo",
        remove: "Remove",
        edit: "Edit",
        dismiss: "Dismiss",
        load_more: "Show more",
        loading: "Loading",
        optional: "optional",
        required: "Fill this in.",
        available: "Available",
        offline: "Offline",
        seen(ago: &str): "Seen {ago}",
        stars(rating: &str): "{rating} of 5",
        star(n: u8): "{n} of 5 stars",
        no_reviews: "No reviews yet",
        reviews_one: "1 review",
        reviews(n: &str): "{n} reviews",
        quality_good: "Good connection",
        quality_fair: "Fair connection",
        quality_poor: "Poor connection",
        quality_lost: "Not connected",
        choose_files: "Add files",
        remove_file(name: &str): "Remove {name}",
        chat: "Chat",
        video: "Video call",
        in_person: "Visit",
    }
}
words! {
    /// The frame around every page.
    Shell, SHELL {
        title(page: &str): "{page} · Pitlane",
        skip: "Skip to the content",
        main_navigation: "Main",
        dashboard: "Dashboard",
        mechanics: "Mechanics",
        vehicles: "Vehicles",
        requests: "Requests",
        settings: "Settings",
        settings_of: "Settings of ",
        today: "Today",
        offers: "Offers",
        sessions: "Sessions",
        team: "Team",
        sign_in: "Sign in",
        sign_up: "Sign up",
        sign_out: "Sign out",
        for_mechanics: "For mechanics",
        api_docs: "API",
        outbox: "Demo outbox",
        reconnecting: "The connection was lost. Reconnecting, nothing you typed is gone.",
        notices: "Notices",
        theme: "Theme",
        theme_system: "As the system",
        theme_light: "Light",
        theme_dark: "Dark",
        not_found: "Page not found",
        not_found_lead: "This address leads nowhere. The page may have moved, or the link was cut off.",
        to_start: "Go to the start page",
        not_yours: "This page is not for your account",
        not_yours_lead: "You are signed in, but this page belongs to another kind of account.",
    }
}
words! {
    /// What went wrong.
    Problems, PROBLEMS {
        network: "The server could not be reached. Check the connection and try again.",
        unreadable: "Something went wrong on our side. Try again in a moment.",
        could_not_load: "This could not be loaded",
        check_fields: "Check the marked fields.",
        too_many: "Too many attempts. Wait a moment and try again.",
        file_too_large(name: &str): "{name} is larger than 10 MB.",
    }
}
words! {
    /// The demo's outbox.
    Outbox, OUTBOX {
        title: "Demo outbox",
        lead: "Every message that this demo would have sent, newest first.",
        empty_title: "No messages yet",
        empty: "Sign up or book a session, and the mails will turn up here.",
        to(who: &str): "To {who}",
        show_html: "As mail",
        show_text: "As text",
        frame(subject: &str): "Message: {subject}",
        refresh: "Refresh",
    }
}
