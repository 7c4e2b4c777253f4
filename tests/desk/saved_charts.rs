//! Charts saved as pictures and tables, as a person asks for them.

use crate::feedback::report_and_deals;
use crate::window::{Desk, window};
use egui::Theme;
use egui_kittest::kittest::Queryable;
use propensity_desk::session::action::{Action, Effect};
use propensity_desk::session::drawing::{Chart, Drawn};
use propensity_desk::session::months::MonthsAction;
use propensity_desk::session::view::View;
use propensity_desk::session::writing::Writing;
use propensity_desk::support::language::Language;
use propensity_desk::ui::drawn::Page;
use propensity_desk::workbook::source::Source;
use std::path::Path;

/// The bytes of the picture of `chart`, as the name of `target` says.
fn picture(desk: &Desk, language: Language, chart: Chart, target: &str) -> Vec<u8> {
    let page = Page::of(&desk.session, &desk.view, language, Drawn::Chart(chart)).unwrap();
    let mut bytes = Vec::new();
    page.write(Path::new(target), |_| (), &mut bytes).unwrap();
    if let Some(folder) = std::env::var_os("KEEP_CHARTS") {
        std::fs::write(Path::new(&folder).join(format!("{chart:?}-{language:?}-{target}")), &bytes).unwrap();
    }
    bytes
}

/// The picture as SVG, which must be well-formed and the same every time.
fn drawn(desk: &Desk, language: Language, chart: Chart) -> String {
    let svg = picture(desk, language, chart, "chart.svg");
    assert_eq!(svg, picture(desk, language, chart, "chart.svg"), "the same chart is the same file");
    let svg = String::from_utf8(svg).unwrap();
    let mut reader = quick_xml::Reader::from_str(&svg);
    while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    svg
}

/// How much of the picture as PNG is not white, and how wide it is.
fn ink(desk: &Desk, chart: Chart) -> (usize, u32) {
    let png = image::load_from_memory(&picture(desk, Language::English, chart, "chart.png")).unwrap();
    (png.to_rgb8().pixels().filter(|pixel| pixel.0 != [255; 3]).count(), png.width())
}

#[test]
fn every_chart_of_the_overview_is_saved_as_a_picture_with_its_figures() {
    let desk = Desk::new(Language::English, Some(Action::OpenSample));
    let answer = desk.session.dashboard().unwrap().clone();
    let count = |count: u32| format!(">{}<", propensity_desk::ui::format::count(count));
    let matrix = drawn(&desk, Language::English, Chart::Matrix);
    for cell in answer.matrix.as_ref().unwrap().cells {
        assert!(matrix.contains(&count(cell)), "{cell}");
    }
    assert!(matrix.contains("28,000 customers"));
    let ring = drawn(&desk, Language::Japanese, Chart::Division);
    assert!(answer.segments.iter().all(|segment| ring.contains(&count(*segment))));
    assert!(ring.contains("セグメント別"), "in the language of the window");
    assert!(drawn(&desk, Language::English, Chart::Scores).contains(">Fit<"));
    for (chart, width) in
        [(Chart::Division, 920), (Chart::Matrix, 1920), (Chart::Scores, 1920), (Chart::Renewals, 1920)]
    {
        let (inked, wide) = ink(&desk, chart);
        assert!(inked > 10_000 && wide == width, "{chart:?}: {inked} of {wide}");
    }
}

#[test]
fn the_charts_of_the_other_pages_are_saved_too() {
    let folder = tempfile::tempdir().unwrap();
    let (report, deals) = report_and_deals(folder.path(), 900, 600);
    let open = Action::Open(vec![Source::File(report.clone()), Source::File(deals)]);
    let mut desk = Desk::new(Language::English, Some(open));
    for view in [View::WhitespaceMap, View::Quality] {
        desk.apply(Action::Show(view));
    }
    desk.apply(Action::Months(MonthsAction::Load(vec![Source::File(report)])));
    assert!(drawn(&desk, Language::English, Chart::WhitespaceMap).contains(">Customer "));
    assert!(drawn(&desk, Language::English, Chart::Quality).contains("Lift by tenth"));
    assert!(drawn(&desk, Language::English, Chart::Months).contains("From cluster to cluster"));
}

#[test]
fn a_chart_is_saved_from_its_menu_and_never_over_an_open_file() {
    let folder = tempfile::tempdir().unwrap();
    let (report, _) = report_and_deals(folder.path(), 300, 200);
    let open = Action::Open(vec![Source::File(report.clone())]);
    let mut window = window(Desk::new(Language::English, Some(open)), [1280.0, 720.0], Theme::Light, 1.0);
    window.get_all_by_label("Save this chart").next().unwrap().click();
    window.run();
    window.get_by_label("Save picture…").click();
    window.run();
    let Some(Effect::ChooseTarget { writing: Writing::Picture(chart), folder: begun, .. }) =
        window.state().effects.last().cloned()
    else {
        panic!("{:?}", window.state().effects)
    };
    assert_eq!(begun.as_deref(), Some(folder.path()));
    let target = folder.path().join("chart.svg");
    window.state_mut().apply(Writing::Picture(chart).to(target.clone()));
    assert_eq!(window.state().effects.last(), Some(&Effect::Draw { what: Drawn::Chart(chart), target }));
    window.state_mut().session.drawn(Ok(()));
    window.run();
    window.get_by_label("Saved “chart.svg”");
    let asked = window.state().effects.len();
    window.state_mut().apply(Writing::Picture(chart).to(report));
    window.run();
    assert_eq!(window.state().effects.len(), asked, "nothing is drawn over what is open");
    window.get_by_label("Nothing was saved");
}

#[test]
fn the_tables_of_the_pages_are_saved_from_their_menus() {
    let folder = tempfile::tempdir().unwrap();
    let (report, deals) = report_and_deals(folder.path(), 900, 600);
    let open = Action::Open(vec![Source::File(report.clone()), Source::File(deals)]);
    let mut desk = Desk::new(Language::English, Some(open));
    desk.apply(Action::Months(MonthsAction::Load(vec![Source::File(report)])));
    let mut window = window(desk, [1280.0, 720.0], Theme::Light, 1.0);
    for (view, first) in [
        (View::WhitespaceMap, "Customer,CustomerID,"),
        (View::Months, "From,To,Customers,"),
        (View::Quality, "Measure,Group,Value,"),
    ] {
        window.state_mut().apply(Action::Show(view));
        window.run();
        window.get_by_label("Save this chart").click();
        window.run();
        window.get_by_label("Save table…").click();
        window.run();
        let Some(Effect::ChooseTarget { writing, name, .. }) = window.state().effects.last().cloned() else {
            panic!("{:?}", window.state().effects)
        };
        assert!(name.unwrap().ends_with(".xlsx"));
        let target = folder.path().join(format!("{view:?}.csv"));
        window.state_mut().apply(writing.to(target.clone()));
        let text = std::fs::read_to_string(&target).unwrap();
        assert!(text.trim_start_matches('\u{feff}').starts_with(first), "{text}");
        assert!(text.lines().count() > 4, "{text}");
    }
}
