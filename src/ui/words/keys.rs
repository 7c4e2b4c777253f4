//! Words of the overview of keys.

use crate::ui::words::section::section;

section! {
    /// All keys, by what they are about.
    KeysWords, "keys.json", {
        keys, keys_tooltip, title, files, changes, pages, window, table, matrix, lists, no_key, next, press, escape,
        table_move, table_page, table_ends, table_first, table_block, table_open, table_select, table_through,
        table_all, table_copy, table_menu, table_move_column, table_search, matrix_move, matrix_choose,
        matrix_beside, map_open, list_next, list_move, list_remove, customer_leaf, everywhere,
    }
}
