//! Memory in one piece.
//!
//! The C library of Linux gives threads arenas of their own, up to eight a core, and returns little of what is freed in
//! them: after an hour of use the window held three times what it used (benches/README.md). How many there may be is read
//! when a program starts, so the program starts itself once more. It stays the same process.

/// What tells the C library how many arenas there may be.
pub const VARIABLE: &str = "MALLOC_ARENA_MAX";

/// Goes on with a single arena, where nothing says already how many there may be. To be called before anything else: what
/// was done before is done again.
pub fn begin_in_one_arena() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    if std::env::var_os(VARIABLE).is_none()
        && let Ok(program) = std::env::current_exe()
    {
        use std::os::unix::process::CommandExt;
        let mut arguments = std::env::args_os();
        let mut again = std::process::Command::new(program);
        if let Some(name) = arguments.next() {
            again.arg0(name);
        }
        // It comes back only where it failed, and then everything goes on as it is.
        let _ = again.args(arguments).env(VARIABLE, "1").exec();
    }
}
