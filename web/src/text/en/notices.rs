words! {
    /// Notices inside the app.
    Notices, NOTICES {
        title: "Notices",
        lead: "What happened, the newest first.",
        choose: "Choose what you are told",
        mark_read: "Mark all as read",
        unread: "New",
        unread_one: ", 1 unread",
        unread_many(n: &str): ", {n} unread",
        more_than(n: &str): "{n}+",
        today: "Today",
        yesterday: "Yesterday",
        empty_title: "No notices",
        empty: "What happens with your requests, quotes and repairs is told here.",
        empty_provider: "What needs your attention turns up here.",
        empty_staff: "What support has to look at turns up here.",
        to_start: "Go to the start page",
        to_today: "Go to Today",
    }
}
