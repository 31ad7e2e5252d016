words! {
    /// The customer's list of declined lines.
    Declined, DECLINED {
        title: "Declined lines",
        lead: "What you said no to stays yours: for later, for a day, or done elsewhere.",
        empty_title: "No declined lines",
        empty: "When you decline a line of a quote, it is listed here.",
        to_quotes: "Read the quotes",
        from(provider: &str, vehicle: &str): "{provider}, {vehicle}",
        still_open: "Can still be approved",
        plan: "What to do",
        plan_of(title: &str): "What to do about {title}",
        undecided: "Not decided",
        later: "Later",
        snoozed: "Remind me on a day",
        elsewhere: "Done elsewhere",
        day: "Day",
        day_of(title: &str): "Day for {title}",
        day_invalid: "Choose a day to come.",
        save_day: "Save the day",
        saved: "Your list is saved.",
        until(day: &str): "Snoozed until {day}",
    }
}
words! {
    /// What the two sides of a quote write each other.
    Talk, TALK {
        invalid(least: &str, most: &str): "Write {least} to {most} characters.",
        title: "Questions and answers",
        ask(name: &str): "Ask {name} a question",
        ask_hint: "They get it at once and answer here and by e-mail.",
        write(name: &str): "Write to {name}",
        write_hint: "They get it by e-mail, and read it beside the quote.",
        send: "Send the message",
        sent: "The message is sent.",
    }
}
words! {
    /// Templates of common jobs, and approvals that were given elsewhere.
    Desk, DESK {
        insert: "Insert a template",
        insert_title: "Which template?",
        insert_one(name: &str): "Insert {name}",
        insert_short: "Insert",
        none: "No templates yet. Write the lines of a common job, then save them as one.",
        one_line: "1 line",
        lines(n: usize): "{n} lines",
        inserted(name: &str): "The lines of {name} are in the draft.",
        delete_one(name: &str): "Delete {name}",
        deleted(name: &str): "The template {name} is deleted.",
        undo: "Undo",
        save: "Save as a template",
        save_title: "Save these lines as a template?",
        save_text: "The next quote for the same job begins with them.",
        name: "Name",
        name_hint: "Such as Front brakes.",
        name_invalid(most: usize): "Give it a name of at most {most} characters.",
        nothing: "Write at least one line first, and correct what is marked.",
        saved(name: &str): "The template {name} is saved.",
        record: "Record an approval",
        record_title: "Record an approval given elsewhere?",
        record_text: "It is kept with your name, and the customer sees it.",
        how: "How it was given",
        phone: "By phone",
        text: "By text message",
        in_person: "In person",
        given_by: "Who gave it",
        given_at: "When",
        given_at_hint: "Left empty, now.",
        given_at_invalid: "Choose a time that has passed.",
        which: "Approved lines",
        which_invalid: "Choose at least one line.",
        said: "What was said",
        record_yes: "Record the approval",
        recorded: "The approval is recorded.",
    }
}
