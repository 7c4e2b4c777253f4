//! The page of a customer and the whitespace map, through the accessibility tree; the brief as files.

use crate::window::{Desk, Window, window};
use egui_kittest::kittest::{NodeT, Queryable};
use propensity_desk::domain::model::Model;
use propensity_desk::insight::whitespace::WhitespaceColumns;
use propensity_desk::session::Session;
use propensity_desk::session::action::{Action, Effect};
use propensity_desk::session::customer::CustomerAction;
use propensity_desk::session::drawing::Drawn;
use propensity_desk::session::settings::Settings;
use propensity_desk::session::view::View;
use propensity_desk::session::writing::Writing;
use propensity_desk::support::language::Language;
use propensity_desk::ui::brief::{Brief, BriefKind};
use propensity_desk::ui::format;
use propensity_desk::ui::words::mark_words;
use propensity_desk::workbook::source::Source;
use std::sync::Arc;

/// Large retailers own Azure, mostly; amounts have cents.
fn report() -> String {
    let head = "CustomerID,AccountName,OrgSize,Industry,City,M365Fit,M365Intent,M365 whitespace revenue,AzureFit,AzureIntent,\
                Azure whitespace revenue,Has Azure,HasAWS,Azure_Windows Server OR SQL Server: EOS 2012,AgreementEndDate,ExpiringRevenue\n";
    let line = |id: usize| {
        let (employees, industry) = (1 + id * 7 % 50 * 10, ["Retail", "Legal", "Health"][id % 3]);
        let owns = (employees > 250 && id.is_multiple_of(3)) != (id.is_multiple_of(11));
        let yes = |is: bool| if is { "Yes" } else { "No" };
        let amount = |step: usize| {
            if id.is_multiple_of(step) { String::new() } else { format!("{}.{:02}", id * step * 13, id % 100) }
        };
        format!(
            "C{id:04},顧客 {id},{employees},{industry},Bremen,{},{},{},{},{},{},{},{},{},2027-0{}-15,{}.50\n",
            id * 37 % 101,
            id * 53 % 101,
            amount(5),
            id * 17 % 101,
            id * 29 % 101,
            amount(7),
            yes(owns),
            yes(id.is_multiple_of(4)),
            yes(id.is_multiple_of(2)),
            1 + id % 9,
            id * 100
        )
    };
    head.to_owned() + &(1..=300).map(line).collect::<String>()
}

/// A desk with the report open and our own scores worked out.
fn desk(language: Language) -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("propensity 2026-10-01.csv");
    std::fs::write(&file, report()).unwrap();
    let mut desk = Desk::new(language, None);
    let settings = Settings { language: Some(language), ..Settings::default() };
    desk.session = Session::new(settings, Vec::new(), mark_words(language), Arc::new(|| ()));
    desk.apply(Action::Open(vec![Source::File(file)]));
    assert!(desk.session.scored().unwrap().local.is_some());
    (folder, desk)
}

fn window_of(desk: Desk) -> Window {
    window(desk, [1280.0, 720.0], egui::Theme::Light, 1.0)
}

fn tells(window: &Window, text: &str) -> bool {
    window.query_all_by_label_contains(text).next().is_some()
}

#[test]
fn a_customer_is_opened_explained_leafed_through_and_left() {
    let (_folder, mut desk) = desk(Language::English);
    let first = desk.session.dashboard().unwrap().rows[0];
    desk.apply(Action::OpenCustomer(first));
    let mut window = window_of(desk);
    let page = Arc::clone(window.state().session.customer_page().unwrap());
    assert!(tells(&window, page.identity.name.as_deref().unwrap()));
    assert!(tells(&window, "1 of 300"));
    window.get_by_label_contains("Azure: Fit").click();
    window.run();
    let line = page.models.iter().find(|line| line.model.key() == "Azure").unwrap();
    let reasons = line.fit_reasons.as_ref().unwrap();
    assert!(tells(&window, &format!("Sum {} points = Fit", format::signed(reasons.points))));
    // What is read aloud adds up to the sum that is read aloud.
    let sum: i64 = reasons.bars.iter().map(|bar| bar.points).sum();
    assert_eq!(sum, reasons.points);
    let base = format!("What every customer starts from: {} points", format::signed(reasons.bars[0].points));
    assert!(tells(&window, &base));
    assert!(tells(&window, "Similar owners of Azure"));
    window.key_press(egui::Key::PageDown);
    window.run();
    assert!(tells(&window, "2 of 300"));
    window.key_press_modifiers(egui::Modifiers::ALT, egui::Key::ArrowLeft);
    window.run();
    assert_eq!(window.state().session.customer_shown(), Some(first));
    window.key_press(egui::Key::Escape);
    window.run();
    assert_eq!(window.state().session.customer_shown(), None);
    assert!(tells(&window, "Propensity matrix"));
}

#[test]
fn plays_are_told_in_plain_words_in_both_languages() {
    let (_folder, mut desk) = desk(Language::Japanese);
    // C0002 is the second row of the file.
    desk.apply(Action::OpenCustomer(1));
    let mut window = window_of(desk);
    assert!(tells(&window, "サーバー製品のサポート終了"));
    assert!(tells(&window, "次の一歩"));
    window.get_by_label("EN").click();
    window.run();
    assert!(tells(&window, "A server product loses its support"));
}

#[test]
fn the_map_adds_up_to_the_sum_of_the_table_and_opens_customers() {
    let (_folder, mut desk) = desk(Language::English);
    desk.apply(Action::Show(View::WhitespaceMap));
    let mut window = window_of(desk);
    let total = {
        let session = &window.state().session;
        let map = session.whitespace_map().unwrap();
        let columns = WhitespaceColumns::of(session.scored().unwrap());
        let mut totals = columns.nothing();
        (0..300).for_each(|customer| columns.add(&mut totals, customer));
        let all = totals.all.unwrap();
        assert_eq!(map.totals.all, Some(all));
        assert_eq!(
            map.rows.iter().filter_map(|row| map.row_total(*row)).sum::<propensity_desk::domain::money::Money>(),
            all
        );
        all
    };
    let shown = format::money(total, propensity_desk::domain::money::Currency::Usd);
    assert!(tells(&window, &format!("300 customers × 2 products · whitespace revenue {shown} a year")));
    window.get_by_label("Azure").click();
    window.run();
    let best = window.state().session.whitespace_map().unwrap().rows[0];
    assert_eq!(window.get_all_by_label_contains("Azure, largest first").count(), 1);
    // The keyboard moves the selected cell and opens its customer.
    let table = window.get_all_by_role(egui::accesskit::Role::Table);
    let map =
        table.filter(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with("Whitespace map")));
    map.collect::<Vec<_>>().pop().expect("the map takes the keyboard").focus();
    window.run();
    for key in [egui::Key::ArrowDown, egui::Key::ArrowUp, egui::Key::ArrowRight] {
        window.key_press(key);
        window.run();
    }
    assert_eq!((window.state().view.whitespace_map.row, window.state().view.whitespace_map.column), (0, 1));
    window.key_press(egui::Key::Enter);
    window.run();
    assert_eq!(window.state().session.customer_shown(), Some(best));
}

#[test]
fn a_brief_is_one_page_with_its_text_as_text() {
    let (folder, mut desk) = desk(Language::Japanese);
    desk.apply(Action::OpenCustomer(1));
    desk.apply(Action::Customer(CustomerAction::AskBrief));
    let asked = Effect::ChooseTarget {
        writing: Writing::Brief,
        folder: Some(folder.path().to_owned()),
        name: Some("顧客 2".to_owned()),
    };
    assert_eq!(desk.effects.last(), Some(&asked));
    let target = folder.path().join("brief.pdf");
    desk.apply(Action::Customer(CustomerAction::SaveBrief(target.clone())));
    assert_eq!(desk.effects.last(), Some(&Effect::Draw { what: Drawn::Brief, target }));
    let brief = Brief::of(&desk.session, Language::Japanese).unwrap();
    let written = |kind| {
        let mut bytes = Vec::new();
        brief.write(kind, |_| (), &mut bytes).unwrap();
        bytes
    };
    let pdf = written(BriefKind::Pdf);
    assert!(pdf.starts_with(b"%PDF-1.7") && pdf.ends_with(b"%%EOF\n"));
    assert!(pdf.len() < 150_000, "{} bytes: a part of the font, not all of it", pdf.len());
    assert_eq!(pdf, written(BriefKind::Pdf), "the same brief is the same file");
    let png = written(BriefKind::Png);
    let picture = image::load_from_memory(&png).unwrap();
    assert_eq!((picture.width(), picture.height()), (1190, 1684));
    let inks = picture.to_rgb8().pixels().filter(|pixel| pixel.0 != [255; 3]).count();
    assert!(inks > 20_000, "{inks}");
    desk.session.drawn(Ok(()));
    assert!(desk.session.running().is_none());
    if let Some(folder) = std::env::var_os("KEEP_BRIEFS") {
        std::fs::write(std::path::Path::new(&folder).join("brief.pdf"), &pdf).unwrap();
        std::fs::write(std::path::Path::new(&folder).join("brief.png"), &png).unwrap();
    }
}

#[test]
fn marks_are_noted_on_the_page_seen_on_the_map_and_undone() {
    let (_folder, mut desk) = desk(Language::English);
    desk.apply(Action::OpenCustomer(3));
    let mut window = window_of(desk);
    window.get_by_label("Target").click();
    window.run();
    assert!(window.state().session.marks().of(3, None).target);
    window.get_by_label("Note").focus();
    window.run();
    window.get_by_label("Note").type_text("calls back in May");
    window.run();
    window.key_press(egui::Key::Escape);
    window.run();
    assert_eq!(window.state().session.marks().of(3, None).note, "calls back in May", "what was written stays");
    window.state_mut().apply(Action::Show(View::WhitespaceMap));
    window.run();
    let session = &window.state().session;
    assert!(session.whitespace_map().unwrap().cell(3, 0, session.marks()).is_in_work);
    window.state_mut().apply(Action::Undo);
    window.state_mut().apply(Action::Undo);
    assert!(window.state().session.marks().of(3, None).is_empty());
}

#[test]
fn a_customer_in_english_and_light() {
    let (_folder, mut desk) = desk(Language::English);
    desk.apply(Action::ChooseModel(Model::Azure));
    desk.apply(Action::OpenCustomer(35));
    window_of(desk).snapshot("customer-english-light");
}

#[test]
fn the_map_in_japanese_and_dark() {
    let (_folder, mut desk) = desk(Language::Japanese);
    desk.apply(Action::Show(View::WhitespaceMap));
    window(desk, [1280.0, 720.0], egui::Theme::Dark, 1.0).snapshot("whitespace-map-japanese-dark");
}
