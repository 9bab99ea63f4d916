//! The data folder: closed to others, of one account, and with room.

use super::report::Report;
use crate::copy_before_steps;
use crate::settings::{MailUrl, MediaUrl, ServeArguments};
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// With less room than this, in bytes, a busy day may fill the disk.
const LEAST_FREE: u64 = 200 * 1024 * 1024;

pub(super) fn look(report: &mut Report, serve: &ServeArguments) {
    let data = serve.store.data_dir.as_path();
    let Ok(found) = fs::metadata(data) else {
        report.found(
            "data folder",
            &format!(
                "there is none at {}. Check CASEBOOK_DATA_DIR; casebook serve makes one on its first start",
                data.display()
            ),
        );
        return;
    };
    let database = serve.store.sqlite_path().ok().flatten();
    let open = open_to_others(data, database.as_deref(), serve);
    if open.is_empty() {
        report.fine("permissions", "nothing is open to other accounts");
    }
    for path in open {
        report.found(
            "permissions",
            &format!(
                "other accounts of this machine may look into {0}. Close it with: chmod go-rwx {0}",
                path.display()
            ),
        );
    }
    let mut owners: Vec<PathBuf> = vec![
        data.join("mail"),
        data.join("media"),
        data.join("index"),
        copy_before_steps::folder(data),
    ];
    owners.extend(database.clone());
    owners.retain(|path| fs::metadata(path).is_ok_and(|other| other.uid() != found.uid()));
    for path in owners {
        report.found(
            "owner",
            &format!(
                "{} belongs to another account than the data folder, as after a command that was run as root. Give it \
                 back with: chown -R --reference={} {0}",
                path.display(),
                data.display()
            ),
        );
    }
    look_at_room(report, data, database.as_deref());
}

/// What other accounts may read that is ours. What lies inside of a closed folder is closed.
fn open_to_others(data: &Path, database: Option<&Path>, serve: &ServeArguments) -> Vec<PathBuf> {
    let mut ours = vec![data.to_owned()];
    if let Some(database) = database {
        for ending in ["", "-wal", "-shm"] {
            let mut name = database.as_os_str().to_owned();
            name.push(ending);
            ours.push(name.into());
        }
    }
    if let Ok(MediaUrl::Folder(folder)) = MediaUrl::parse(serve.media_url.as_deref(), data)
        && !folder.starts_with(data)
    {
        ours.push(folder);
    }
    if let Ok(MailUrl::Folder(folder)) = MailUrl::parse(serve.mail_url.as_deref(), data)
        && !folder.starts_with(data)
    {
        ours.push(folder);
    }
    ours.retain(|path| {
        fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
    });
    ours
}

fn look_at_room(report: &mut Report, data: &Path, database: Option<&Path>) {
    let Ok(room) = rustix::fs::statvfs(data) else {
        report.found(
            "disk",
            "the system does not say how much room there is. Look with: df -h",
        );
        return;
    };
    let free = room.f_bavail.saturating_mul(room.f_frsize);
    // Before a step of the schema the whole file is copied, and its log may grow like it.
    let database = database.and_then(|path| fs::metadata(path).ok());
    let needed = database.map_or(0, |file| file.len().saturating_mul(2));
    let megabytes = |bytes: u64| bytes / (1024 * 1024);
    if free < LEAST_FREE.max(needed) {
        report.found(
            "disk",
            &format!(
                "{} MB are free where the data lies, and {} MB should be. Make room, or move the data folder to a larger \
                 disk",
                megabytes(free),
                megabytes(LEAST_FREE.max(needed))
            ),
        );
    } else {
        report.fine("disk", &format!("{} MB are free", megabytes(free)));
    }
}
