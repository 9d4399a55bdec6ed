//! What our own tables are told by, and what stands above itself.

use super::*;

#[test]
fn our_own_tables_are_told_by_their_first_heading() {
    let header = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
    assert!(is_ours(&header(&["throughline_id", "title"])));
    assert!(is_ours(&header(&[" throughline_id "])));
    assert!(!is_ours(&header(&["title", "throughline_id"])));
    assert!(!is_ours(&[]));
}

#[test]
fn circles_are_found_and_nothing_else() {
    let above = |pairs: &[(&str, &str)]| {
        let pairs = pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
        let all: BTreeMap<String, String> = pairs.collect();
        in_circles(&all).into_iter().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(above(&[("a", "b"), ("b", "c")]), "");
    assert_eq!(above(&[("a", "a")]), "a");
    assert_eq!(above(&[("a", "b"), ("b", "c"), ("c", "b"), ("d", "a")]), "b c");
    assert_eq!(above(&[("z", "y"), ("y", "z"), ("a", "z"), ("b", "a")]), "y z");
    let long: Vec<(String, String)> =
        (0..50_000).map(|n| (format!("{n:06}"), format!("{:06}", n + 1))).collect();
    assert!(in_circles(&long.into_iter().collect()).is_empty());
}

#[test]
fn circles_are_opened_with_as_little_as_can_be() {
    let closing = |pairs: &[(&str, &str)]| {
        let mut arrows: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (from, to) in pairs {
            arrows.entry((*from).to_owned()).or_default().push((*to).to_owned());
        }
        let all = closing_circles(&arrows).into_iter().map(|(from, to)| format!("{from}{to}"));
        all.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(closing(&[("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]), "");
    assert_eq!(closing(&[("a", "a")]), "aa");
    assert_eq!(closing(&[("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("e", "a")]), "ca");
    assert_eq!(closing(&[("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")]), "ba cb");
    let long: BTreeMap<u32, Vec<u32>> = (0..50_000).map(|n| (n, vec![n + 1])).collect();
    assert!(closing_circles(&long).is_empty());
}
