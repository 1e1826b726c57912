//! Links between pages.

use std::collections::BTreeSet;

use super::Violation;

/// The relative targets that a page names, each with its line: links, and files that the book includes.
/// What stands in a block of code is no link.
#[must_use]
pub fn targets(page: &str) -> Vec<(usize, &str)> {
    let mut targets = Vec::new();
    let mut in_code = false;
    for (index, line) in page.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        let links = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let includes = line.split("{{#include ").skip(1).filter_map(|rest| rest.split("}}").next());
        targets
            .extend(links.chain(includes).filter(|to| is_relative(to)).map(|to| (index + 1, to)));
    }
    targets
}

fn is_relative(target: &str) -> bool {
    !target.is_empty() && !target.starts_with('#') && !target.contains("://")
}

/// The path from the root that a target of a page means; `None` if it leads out of the tree.
#[must_use]
pub fn resolve(page: &str, target: &str) -> Option<String> {
    let target = target.split('#').next().unwrap_or(target);
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in target.split('/').filter(|part| !matches!(*part, "" | ".")) {
        if part == ".." {
            parts.pop()?;
        } else {
            parts.push(part);
        }
    }
    Some(parts.join("/"))
}

/// Links of a page to what is neither a file of the tree nor a folder with files.
#[must_use]
pub fn broken(page: &str, text: &str, files: &BTreeSet<&str>) -> Vec<Violation> {
    let exists = |path: &str| {
        let folder = format!("{path}/");
        files.contains(path) || files.iter().any(|file| file.starts_with(&folder))
    };
    targets(text)
        .into_iter()
        .filter(|(_, target)| !resolve(page, target).is_some_and(|path| exists(&path)))
        .map(|(line, target)| Violation::at(page, line, format!("{target} leads nowhere")))
        .collect()
}

/// Pages in a folder that a list of links does not name.
#[must_use]
pub fn unlisted(list: &str, text: &str, pages: &[&str]) -> Vec<Violation> {
    let listed: BTreeSet<String> =
        targets(text).iter().filter_map(|(_, target)| resolve(list, target)).collect();
    pages
        .iter()
        .filter(|page| **page != list && !listed.contains(**page))
        .map(|page| Violation::of(*page, format!("is not listed in {list}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_nowhere_is_found() {
        let files = ["README.md", "docs/src/a.md", "docs/x.md"].into();
        let text = "[a](a.md#part) [up](../x.md) [web](https://example.org) [here](#part)\n\
            [folder](..) [gone](b.md)\n{{#include ../y.md}}\n[out](../../../z.md)\n\
            ```text\n[code](none.md)\n```\n";
        let lines: Vec<String> = broken("docs/src/a.md", text, &files)
            .iter()
            .map(|violation| violation.place.clone())
            .collect();
        assert_eq!(lines, ["docs/src/a.md:2", "docs/src/a.md:3", "docs/src/a.md:4"]);
    }

    #[test]
    fn a_page_that_no_list_names_is_found() {
        let pages = ["d/README.md", "d/0001.md", "d/0002.md"];
        let found = unlisted("d/README.md", "| [0001](0001.md) |", &pages);
        assert_eq!(found, [Violation::of("d/0002.md", "is not listed in d/README.md")]);
    }
}
