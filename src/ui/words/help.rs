//! The words of help, apart from the guide's own.

use crate::ui::words::section::section;

section! {
    /// Help and About.
    HelpWords, "help.json", {
        help, help_tooltip, search, nothing_found, about, version, privacy, licence, trademarks, third_party,
        third_party_text,
    }
}
