//! The place of a file within its project, as segments of a concept path.

/// Last parts that stand for their folder.
const FOLDERS: &[&str] = &["mod", "lib", "main", "index", "__init__"];

/// See [`super::Projects::module`].
pub(crate) fn module(folder: &str, file: &str) -> Vec<String> {
    let below = file
        .strip_prefix(folder)
        .unwrap_or(file)
        .trim_start_matches('/');
    let (folders, name) = below.rsplit_once('/').unwrap_or(("", below));
    let parts: Vec<&str> = folders.split('/').filter(|part| !part.is_empty()).collect();
    let mut segments: Vec<String> = without_source_folder(&parts)
        .into_iter()
        .map(segment)
        .collect();
    let stem = match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    };
    if !FOLDERS.contains(&stem) {
        segments.push(segment(stem));
    }
    segments
}

fn without_source_folder<'p>(parts: &[&'p str]) -> Vec<&'p str> {
    match parts {
        ["src", "main", "java" | "kotlin" | "resources", rest @ ..] | ["src", rest @ ..]
            if rest.first() != Some(&"test") =>
        {
            rest.to_vec()
        }
        ["src", "test", "java" | "kotlin" | "resources", rest @ ..] => [&["test"], rest].concat(),
        ["src", rest @ ..] => rest.to_vec(),
        _ => parts.to_vec(),
    }
}

/// A text as one segment of a concept path.
#[must_use]
pub fn segment(text: &str) -> String {
    let made: String = text
        .chars()
        .map(|c| {
            let stays = c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
            if stays { c } else { '_' }
        })
        .collect();
    // Empty and dotted segments mean something else in a path.
    if made.chars().all(|c| c == '.') {
        return "_".repeat(made.len().max(1));
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_the_path_below_the_project() {
        for (folder, file, expected) in [
            ("", "src/main.rs", ""),
            ("", "src/net/tls.rs", "net/tls"),
            ("", "src/net/mod.rs", "net"),
            ("crates/a", "crates/a/src/lib.rs", ""),
            ("crates/a", "crates/a/tests/it.rs", "tests/it"),
            ("", "app/__init__.py", "app"),
            ("", "web/pages/index.tsx", "web/pages"),
            ("", "src/main/java/org/a/B.java", "org/a/B"),
            ("", "src/test/java/org/a/B.java", "test/org/a/B"),
            ("", "src/test/java.rs", "test/java"),
            ("", ".env", ".env"),
            ("", "config/.env.production", "config/.env"),
            ("", "Dockerfile", "Dockerfile"),
            ("", "a b/grün.py", "a_b/gr_n"),
            ("", "../../x.py", "__/__/x"),
        ] {
            assert_eq!(module(folder, file).join("/"), expected, "{file}");
        }
    }

    #[test]
    fn a_segment_has_no_meaning_of_its_own() {
        assert_eq!(segment(".."), "__");
        assert_eq!(segment(""), "_");
        assert_eq!(segment("a/b:c"), "a_b_c");
    }
}
