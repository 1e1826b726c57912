//! What any file of the tree must not be or hold.

use super::Violation;

/// The most lines a Rust file may have.
pub const LINES_MAX: usize = 600;

/// Folders that may lie at the root.
pub const FOLDERS: &[&str] =
    &[".cargo", ".ci", ".github", "crates", "deploy", "docs", "proto", "tests", "xtask"];

/// Folders of one person's machine. Written so that this file does not hold them itself.
const MACHINE_FOLDERS: &[&str] = &["work", "root", "tmp", "home", "Users"];

/// Whether a text file has too many lines.
#[must_use]
pub fn too_long(path: &str, text: &str) -> Option<Violation> {
    let lines = text.lines().count();
    (lines > LINES_MAX).then(|| Violation::of(path, format!("{lines} lines, at most {LINES_MAX}")))
}

/// Folders at the root that are not in the list.
#[must_use]
pub fn strange_folders(files: &[String]) -> Vec<Violation> {
    let mut folders: Vec<&str> =
        files.iter().filter_map(|path| path.split_once('/')).map(|(folder, _)| folder).collect();
    folders.dedup();
    folders
        .into_iter()
        .filter(|folder| !FOLDERS.contains(folder))
        .map(|folder| Violation::of(folder, "a folder that ARCHITECTURE.md does not know"))
        .collect()
}

/// Lines that name a folder of somebody's machine.
#[must_use]
pub fn machine_paths(path: &str, text: &str) -> Vec<Violation> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| MACHINE_FOLDERS.iter().any(|folder| names_folder(line, folder)))
        .map(|(index, _)| Violation::at(path, index + 1, "a path of one machine"))
        .collect()
}

/// Lines that a merge left for somebody to settle.
#[must_use]
pub fn unsettled(path: &str, text: &str) -> Vec<Violation> {
    // Written so that this file does not hold them itself.
    let marks = ["<", ">"].map(|sign| format!("{} ", sign.repeat(7)));
    text.lines()
        .enumerate()
        .filter(|(_, line)| marks.iter().any(|mark| line.starts_with(mark.as_str())))
        .map(|(index, _)| Violation::at(path, index + 1, "a merge that nobody has settled"))
        .collect()
}

/// Whether a line holds `/folder/` as the beginning of an absolute path.
fn names_folder(line: &str, folder: &str) -> bool {
    let needle = format!("/{folder}/");
    line.match_indices(&needle).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|char| !(char.is_alphanumeric() || "_-./}>)".contains(char)))
    })
}

/// Whether a manifest takes the workspace's lints.
#[must_use]
pub fn takes_workspace_lints(manifest: &str) -> bool {
    let mut lines = manifest.lines().map(str::trim).skip_while(|line| *line != "[lints]").skip(1);
    lines
        .by_ref()
        .take_while(|line| !line.starts_with('['))
        .any(|line| line.replace(' ', "") == "workspace=true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_a_machine_is_found() {
        let root = |rest: &str| format!("let p = \"/{rest}\";");
        for text in [root("home/alice/x"), root("tmp/x.db"), root("work/main")] {
            assert_eq!(machine_paths("a.rs", &text).len(), 1, "{text}");
        }
        for text in ["see docs/home/index", "https://example.org/home/", "{dir}/tmp/x", "a ./tmp/b"]
        {
            assert!(machine_paths("a.md", text).is_empty(), "{text}");
        }
    }

    #[test]
    fn an_unsettled_merge_is_found() {
        let marked = ["<", ">"].map(|sign| format!("{} side\n", sign.repeat(7))).concat();
        assert_eq!(unsettled("a.md", &marked).len(), 2);
        assert!(unsettled("a.md", "a << b\n> quoted\n=======\n").is_empty());
    }

    #[test]
    fn a_long_file_is_found() {
        assert!(too_long("a.rs", &"x\n".repeat(LINES_MAX)).is_none());
        assert!(too_long("a.rs", &"x\n".repeat(LINES_MAX + 1)).is_some());
    }

    #[test]
    fn a_strange_folder_is_found() {
        let files = ["README.md", "crates/a/b.rs", "misc/a", "misc/b"].map(str::to_owned);
        assert_eq!(strange_folders(&files).len(), 1);
    }

    #[test]
    fn a_manifest_without_the_lints_is_found() {
        assert!(takes_workspace_lints("[package]\n\n[lints]\nworkspace = true\n"));
        assert!(!takes_workspace_lints("[package]\nname = \"x\"\n"));
        assert!(!takes_workspace_lints("[lints]\n[dependencies]\nworkspace = true\n"));
    }
}
