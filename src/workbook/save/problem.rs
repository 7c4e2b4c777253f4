//! A target that cannot be written, and what its user can do about it.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Codes of the Windows system.
pub(super) const ACCESS_DENIED: i32 = 5;
pub(super) const SHARING_VIOLATION: i32 = 32;
const LOCK_VIOLATION: i32 = 33;
/// Share or server not found, name deleted, time is up, unreachable.
const NETWORK_CODES: [i32; 9] = [51, 53, 54, 55, 59, 64, 67, 121, 1231];
/// The cloud's program does not run, refuses, or has no connection.
const CLOUD_CODES: std::ops::RangeInclusive<i32> = 358..=404;
/// A path that is too long, or that no file may have.
const NAME_CODES: [i32; 3] = [111, 123, 206];

/// A target that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("{error}: {}", path.display())]
pub struct TargetError {
    /// The target, not the temporary file.
    pub path: PathBuf,
    /// What the file system said.
    #[source]
    pub error: io::Error,
    /// The name of a file beside the target by which another program says that it has the target open.
    pub lock_file: Option<String>,
}

impl TargetError {
    /// `error` while writing `path`.
    #[must_use]
    pub fn new(path: &Path, error: io::Error) -> Self {
        Self { path: path.to_owned(), error, lock_file: None }
    }

    /// `path` is open elsewhere, as `lock_file` beside it says.
    #[must_use]
    pub fn locked(path: &Path, lock_file: String) -> Self {
        Self { path: path.to_owned(), error: ErrorKind::ResourceBusy.into(), lock_file: Some(lock_file) }
    }

    /// The kind as the command line prints it and the language files key it.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self.error.kind() {
            _ if self.lock_file.is_some() => "target_locked",
            _ if self.is_in_use() => "target_in_use",
            _ if self.has_code(|code| CLOUD_CODES.contains(&code)) => "target_in_cloud",
            _ if self.has_code(|code| NETWORK_CODES.contains(&code)) => "network_gone",
            _ if self.has_code(|code| NAME_CODES.contains(&code)) => "path_too_long",
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => "disk_full",
            ErrorKind::InvalidFilename => "path_too_long",
            ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::NetworkDown
            | ErrorKind::NotConnected
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::StaleNetworkFileHandle
            | ErrorKind::TimedOut => "network_gone",
            ErrorKind::NotFound | ErrorKind::NotADirectory => "folder_missing",
            _ if is_in_cloud(&self.path) => "target_in_cloud",
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => "target_not_allowed",
            _ => "target_not_writable",
        }
    }

    /// Whether another program has the target open; on Windows Excel locks what it shows.
    #[must_use]
    pub fn is_in_use(&self) -> bool {
        self.has_code(|code| matches!(code, SHARING_VIOLATION | LOCK_VIOLATION))
            || matches!(self.error.kind(), ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy)
    }

    /// Whether the system's code is one of those; other systems have other codes.
    fn has_code(&self, is_one: impl Fn(i32) -> bool) -> bool {
        cfg!(windows) && self.error.raw_os_error().is_some_and(is_one)
    }
}

/// Whether the file at `path` is in a cloud only, and would have to be fetched first.
#[cfg(windows)]
fn is_in_cloud(path: &Path) -> bool {
    use std::os::windows::fs::MetadataExt;
    /// `FILE_ATTRIBUTE_OFFLINE`, `_RECALL_ON_OPEN`, `_RECALL_ON_DATA_ACCESS`.
    const ELSEWHERE: u32 = 0x1000 | 0x4_0000 | 0x40_0000;
    std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.file_attributes() & ELSEWHERE != 0)
}

/// Only Windows tells.
#[cfg(not(windows))]
fn is_in_cloud(_path: &Path) -> bool {
    false
}

/// The file beside `target` by which Excel or LibreOffice says that it has `target` open.
pub(super) fn lock_file(target: &Path) -> Option<String> {
    let name = target.file_name()?.to_str()?;
    let locks = [format!("~${name}"), format!(".~lock.{name}#")];
    locks.into_iter().find(|lock| target.with_file_name(lock).is_file())
}
