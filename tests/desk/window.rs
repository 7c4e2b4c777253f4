//! The window, through the accessibility tree.
