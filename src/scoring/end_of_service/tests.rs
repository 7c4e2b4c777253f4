//! Plays and versions of the real reports' kinds against the calendar.

use super::*;
use jiff::civil::date;

fn names(found: Vec<(usize, Option<usize>)>) -> Vec<String> {
    let products = &SupportCalendar::shipped().products;
    found
        .into_iter()
        .map(|(product, version)| {
            let product = &products[product];
            version
                .map_or_else(|| product.key.clone(), |at| format!("{} {}", product.key, product.versions[at].version))
        })
        .collect()
}

#[test]
fn plays_name_products_and_versions() {
    let matcher = Matcher::new(SupportCalendar::shipped());
    for (play, expected) in [
        ("MigrateEOSWinServerWithCLASPropensityAbove5Licenses", vec!["windows_server"]),
        ("MigrateEOSSQLWithoutCLASPropensityBelow5Licenses", vec!["sql_server"]),
        ("EnableRemoteWorkOnPremAcquisitionEOSwithCLASPropensityAbove10Licenses", vec!["office"]),
        ("DataAIMigrateandmodernizeyourdatacenterSQLServer2012IBEOS", vec!["sql_server 2012"]),
        ("InfraMigrateandModernizeyourInfrastructureandworkloadsWindowsServer2012IBEOS", vec!["windows_server 2012"]),
        ("InfraMigrateandModernizeyourInfrastructureandworkloadsWindowsServerIBEOS", vec!["windows_server"]),
        ("EOS SQL Server: migrate to Azure", vec!["sql_server"]),
        ("Azure_Windows Server 2012 R2 / SQL Server 2014", vec!["windows_server 2012 R2", "sql_server 2014"]),
        ("MW_Office 2010 upgrade", vec!["office 2010"]),
        ("ＭＷ＿Ｏｆｆｉｃｅ　２０１６　サポート終了", vec!["office 2016"]),
        ("FY27 Windows 10 End of Support: Surface refresh", vec!["windows 10"]),
        (
            "OptimizeFinancialOperatingModelsDynamicsOnPremInstallBaseNavisionBCFinancePropensityModel",
            vec!["dynamics_nav"],
        ),
        // None of these says that support ends.
        ("MigrateOnPremWinServerCurrentWindowsServerWithCLASPropensityAbove5Licenses", vec![]),
        ("DataAIMigrateandmodernizeyourdatacenterSQLServerIBCurrentVersion", vec![]),
        ("CustomerswithWindowsProendpointsWindows10EnterpriseE3EMSE3orMicrosoft365F3E3E5BPTargetforW365", vec![]),
        ("EnableRemoteWorkTargetExchangeOnline", vec![]),
        ("Azure_Homogenous migration of PostgreSQL and MySQL EOS", vec![]),
        ("MW_Windows 1000 videos", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(names(matcher.play(play)), expected, "{play}");
    }
}

#[test]
fn version_columns_hold_versions_in_many_spellings() {
    let matcher = Matcher::new(SupportCalendar::shipped());
    let servers = matcher.version_column("WinServerStandardVersion").unwrap();
    for (text, expected) in [
        ("2012", vec!["windows_server 2012"]),
        ("Windows Server 2012 R2 Standard", vec!["windows_server 2012 R2"]),
        ("２００８Ｒ２、2016", vec!["windows_server 2008 R2", "windows_server 2016"]),
        ("2012; 2012 R2", vec!["windows_server 2012", "windows_server 2012 R2"]),
        ("20121", vec![]),
        ("12012", vec![]),
        ("unknown", vec![]),
    ] {
        assert_eq!(names(matcher.versions(servers, text)), expected, "{text}");
    }
    assert_eq!(matcher.version_column("WinServerStandardLicense"), None);
}

#[test]
fn every_version_of_the_calendar_is_found_by_its_own_name() {
    let calendar = SupportCalendar::shipped();
    let matcher = Matcher::new(calendar);
    for (position, product) in calendar.products.iter().enumerate() {
        for (at, version) in product.versions.iter().enumerate() {
            let name = format!("{} {}", product.name, version.version);
            assert_eq!(matcher.play(&name), [(position, Some(at))], "{name}");
        }
    }
}

fn sample() -> Portfolio {
    let mut portfolio = Portfolio::default();
    portfolio.customers.grow(4);
    let (old, new) = (portfolio.texts.intern("2012").unwrap(), portfolio.texts.intern("2022, 2012").unwrap());
    let attribute =
        |name: &str, data| Attribute { name: name.to_owned(), header: name.to_owned(), is_play: true, data };
    portfolio.attributes = vec![
        attribute("WinServerStandardVersion", AttributeData::Text(vec![old, TextId::MISSING, new, TextId::MISSING])),
        attribute("EOS WinServer", AttributeData::Flag(vec![Some(true), Some(false), None, None])),
        attribute("SQL Server 2016 EOS", AttributeData::Flag(vec![Some(true), None, None, None])),
    ];
    portfolio
}

#[test]
fn customers_get_their_products_with_days_left_and_totals() {
    let portfolio = sample();
    let ends = overlay(&portfolio, SupportCalendar::shipped(), date(2026, 4, 1)).unwrap();
    let told: Vec<(&str, Option<i64>, u32)> =
        ends.products.iter().map(|product| (product.name.as_str(), product.days_left, product.customers)).collect();
    let server_2022 = i64::from(date(2026, 4, 1).until(date(2031, 10, 14)).unwrap().get_days());
    assert_eq!(
        told,
        [
            ("Windows Server", None, 1),
            ("Windows Server 2012", Some(-904), 2),
            ("Windows Server 2022", Some(server_2022), 1),
            ("SQL Server 2016", Some(104), 1),
        ]
    );
    assert_eq!(ends.customers_by_product[..2], [2, 1], "a customer with two versions counts once");
    let of = |customer| ends.products_of(customer).iter().map(|product| product.name.as_str()).collect::<Vec<_>>();
    assert_eq!(of(0), ["Windows Server 2012", "SQL Server 2016", "Windows Server"]);
    assert_eq!(of(2), ["Windows Server 2012", "Windows Server 2022"]);
    let urgency: Vec<Option<Urgency>> = (0..5).map(|customer| ends.urgency(customer)).collect();
    assert_eq!(urgency, [Some(Urgency::Ended), None, Some(Urgency::Ended), None, None]);
    assert_eq!(ends.of(0)[0].column, 1, "each entry tells its column");
}

#[test]
fn a_portfolio_without_such_columns_has_no_overlay_and_another_order_gives_the_same() {
    let mut portfolio = sample();
    let before = overlay(&portfolio, SupportCalendar::shipped(), date(2026, 4, 1)).unwrap();
    portfolio.attributes.reverse();
    let after = overlay(&portfolio, SupportCalendar::shipped(), date(2026, 4, 1)).unwrap();
    assert_eq!(before.products, after.products);
    assert_eq!(before.customers_by_product, after.customers_by_product);
    portfolio.attributes.clear();
    assert_eq!(overlay(&portfolio, SupportCalendar::shipped(), date(2026, 4, 1)), None);
}
