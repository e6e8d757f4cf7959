"""What raters say of clips: entries that are only ever added, and the state that replaying them gives."""
