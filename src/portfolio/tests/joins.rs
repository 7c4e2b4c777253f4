//! Who is who.

use super::{joined, report};
use crate::portfolio::doubts::{DoubtKind, JoinKey, RowPlace};
use crate::portfolio::{CustomerIndex, Portfolio};
use crate::support::random::Random;

const KEYS: &str = "CustomerID|DUNSNumber|CustomerTpid|CustomerTenantId|Domain|CustomerName";

fn customers(rows: &[&str]) -> Vec<CustomerIndex> {
    let portfolio = joined([report(KEYS, rows)]);
    portfolio.files[0].customers.clone()
}

fn doubts(portfolio: &Portfolio) -> Vec<(DoubtKind, u64, RowPlace)> {
    portfolio.doubts.iter().map(|doubt| (doubt.kind.clone(), doubt.count, doubt.first[0])).collect()
}

#[test]
fn rows_join_by_customer_id_else_by_duns() {
    assert_eq!(customers(&["C1|1||||", "C1|||||", "|1||||", "c1|2||||"]), [0, 0, 0, 0]);
    assert_eq!(customers(&["|1||||", "C1|1||||", "C1|||||"]), [0, 0, 0]);
    assert_eq!(customers(&["C1|1||||", "C2|1||||"]), [0, 1]);
    assert_eq!(customers(&["|1||||", "C1|1||||", "C2|1||||", "|1||||"]), [0, 1, 2, 0]);
}

#[test]
fn a_parents_id_joins_only_what_has_nothing_surer() {
    assert_eq!(customers(&["|1|P|||", "|2|P|||", "|3|P|||"]), [0, 1, 2]);
    assert_eq!(customers(&["||P|||", "||P|||", "||Q|||"]), [0, 0, 1]);
    assert_eq!(customers(&["||P|||", "C1||P|||"]), [0, 0]);
    assert_eq!(customers(&["C1||P|||", "C2||P|||", "||P|||", "||P|||"]), [0, 1, 2, 2]);
    // The tenant comes first, and takes its parent's id only where nobody has the tenant.
    assert_eq!(customers(&["C1||P|T1||", "C2|||T2||", "||P|T2||", "||P|T3||", "|||T3||"]), [0, 1, 1, 0, 0]);
    assert_eq!(customers(&["||P|T1||", "||P|T2||", "||P|||"]), [0, 1, 2]);
}

#[test]
fn a_domain_joins_only_what_has_nothing_else_and_one_customer_has_it() {
    assert_eq!(customers(&["C1||||contoso.com|Contoso", "||||https://www.contoso.com|Contoso Ltd"]), [0, 0]);
    assert_eq!(customers(&["C1||||contoso.com|A", "C2||||contoso.com|B", "||||contoso.com|C"]), [0, 1, 2]);
    assert_eq!(customers(&["C1||||gmail.com|A", "||||gmail.com|B", "||||gmail.com|C"]), [0, 1, 2]);
    assert_eq!(customers(&["||P||contoso.com|A", "C1||||contoso.com|A"]), [0, 1]);
    assert_eq!(customers(&["||||contoso.com|A", "||||contoso.com|A", "||||contoso.com|"]), [0, 0, 0]);
    assert_eq!(customers(&["||||contoso.com|A", "||||contoso.com|B"]), [0, 1]);
}

#[test]
fn placeholders_and_names_join_nothing() {
    for nothing in ["", "N/A", "-", "NULL", "0", "000000000", "unknown"] {
        let row = format!("{nothing}|{nothing}|{nothing}|{nothing}|{nothing}|Contoso");
        assert_eq!(customers(&[&row, &row]), [0, 1], "{nothing}");
    }
}

#[test]
fn doubtful_joins_are_told_with_their_places() {
    let first = report(KEYS, &["C1|1|P|||Contoso", "C2|1|P|||Contoso", "C3||||a.com|A", "C4||||a.com|B"]);
    let second = report(KEYS, &["|1||||", "||P|||", "||||a.com|C", "C3|||||A", "C4|||||B", "C5|||||Contoso"]);
    let portfolio = joined([first, second]);
    let place = |file, row| RowPlace { file, row };
    assert_eq!(
        doubts(&portfolio),
        [
            (DoubtKind::DunsOfSeveralIds, 1, place(0, 3)),
            (DoubtKind::SharedKey(JoinKey::Duns), 1, place(1, 2)),
            (DoubtKind::SharedKey(JoinKey::Tpid), 1, place(1, 3)),
            (DoubtKind::SharedKey(JoinKey::Domain), 1, place(1, 4)),
            (DoubtKind::SameName, 1, place(1, 7)),
        ]
    );
    let segments = |word| report("CustomerID|SMCTypeSummary|M365Fit", &[&format!("C1|{word}|80"), "C2|Medium|70"]);
    let portfolio = joined([segments("Medium"), segments("Small")]);
    let column = "SMCTypeSummary".to_owned();
    assert_eq!(doubts(&portfolio), [(DoubtKind::Contradiction { column }, 1, place(1, 2))]);
}

/// Which rows are one customer does not depend on the order of the rows or files.
#[test]
fn the_order_of_rows_and_files_does_not_matter() {
    let mut random = Random::new(11, 3);
    let keys = ["C1|", "C2|", "|", "|"];
    for round in 0..200 {
        let rows: Vec<String> = (0..12)
            .map(|_| {
                let id = *random.pick(&keys).unwrap();
                let number = |random: &mut Random, word: &str| match random.below(4) {
                    0 | 1 => String::new(),
                    which => format!("{word}{which}"),
                };
                let duns = if random.chance(0.4) { number(&mut random, "12345678") } else { String::new() };
                let (tpid, tenant) = (number(&mut random, "P"), number(&mut random, "T"));
                let domain = number(&mut random, "x.com/").replace("x.com/", "x.co");
                format!("{id}{duns}|{tpid}|{tenant}|{domain}|")
            })
            .collect();
        let mut order: Vec<usize> = (0..rows.len()).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at as u32 + 1) as usize);
        }
        let straight = customers(&rows.iter().map(String::as_str).collect::<Vec<_>>());
        let (first, second) = order.split_at(5);
        let of = |part: &[usize]| report(KEYS, &part.iter().map(|at| rows[*at].as_str()).collect::<Vec<_>>());
        let portfolio = joined([of(first), of(second)]);
        let mut shuffled = vec![0; rows.len()];
        let found = portfolio.files.iter().flat_map(|file| file.customers.clone());
        for (at, customer) in order.iter().zip(found) {
            shuffled[*at] = customer;
        }
        for a in 0..rows.len() {
            for b in 0..a {
                let (same, shuffled) = (straight[a] == straight[b], shuffled[a] == shuffled[b]);
                assert_eq!(same, shuffled, "round {round}: {:?} and {:?} in {rows:#?}", rows[a], rows[b]);
            }
        }
    }
}
