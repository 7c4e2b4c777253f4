use super::*;

const THEMES: [(&str, &Palette); 2] = [("light", &LIGHT), ("dark", &DARK)];

#[test]
fn text_reads_on_every_background_it_stands_on() {
    for (theme, palette) in THEMES {
        for background in [palette.page, palette.surface, palette.raised, palette.hairline, palette.accent_soft] {
            for text in [palette.text, palette.weak] {
                assert!(contrast(text, background) >= 4.5, "{theme} {text:?} on {background:?}");
            }
        }
        assert!(contrast(palette.on_accent, palette.accent) >= 4.5, "{theme}");
        assert!(contrast(palette.on_accent, palette.accent_strong) >= 4.5, "{theme}");
        for background in [palette.surface, palette.page] {
            assert!(contrast(palette.accent, background) >= 4.5, "{theme}");
            assert!(contrast(palette.accent_strong, background) >= 4.5, "{theme}");
        }
        // Chips, the chosen line of a list, the banner.
        assert!(contrast(palette.accent_strong, palette.accent_soft) >= 4.5, "{theme}");
        assert!(contrast(palette.bad, palette.surface) >= 4.5, "{theme}");
    }
}

#[test]
fn text_reads_on_every_cluster_however_strong_and_when_dimmed() {
    for (theme, palette) in THEMES {
        for cluster in Cluster::ALL {
            for step in 0..=20 {
                let fill = palette.cluster_fill(cluster, step as f32 / 20.0);
                let ratio = contrast(palette.text, fill);
                assert!(ratio >= 4.5, "{theme} {cluster:?} at {step}: {ratio}");
                let ratio = contrast(palette.weak, palette.dimmed(fill));
                assert!(ratio >= 4.5, "{theme} {cluster:?} dimmed at {step}: {ratio}");
            }
        }
        for segment in Segment::ALL {
            let slice = palette.segment(segment);
            let ratio = contrast(palette.text_on(slice), slice);
            assert!(ratio >= 4.5, "{theme} {segment:?}: {ratio}");
        }
        for cluster in Cluster::ALL {
            let swatch = palette.cluster(cluster);
            let ratio = contrast(palette.text_on(swatch), swatch);
            assert!(ratio >= 4.5, "{theme} {cluster:?}: {ratio}");
        }
    }
}

#[test]
fn charts_and_scroll_handles_stand_out_from_what_is_behind_them() {
    for (theme, palette) in THEMES {
        let mut pairs = vec![
            ("bar", palette.bar, palette.surface),
            ("handle", palette.handle, palette.surface),
            ("handle", palette.handle, palette.page),
        ];
        pairs.extend(Segment::ALL.map(|segment| (segment.name(), palette.segment(segment), palette.surface)));
        for (name, color, background) in pairs {
            let ratio = contrast(color, background);
            assert!(ratio >= 3.0, "{theme} {name}: {ratio}");
        }
    }
}

#[test]
fn neighbouring_slices_differ_in_lightness() {
    for (theme, palette) in THEMES {
        let [upper, medium, small, _] = Segment::ALL.map(|segment| palette.segment(segment));
        for (a, b) in [(upper, medium), (medium, small)] {
            let ratio = contrast(a, b);
            assert!(ratio >= 1.5, "{theme} {a:?} {b:?}: {ratio}");
        }
    }
}

/// As a person without green cones sees it (Machado, Oliveira and Fernandes 2009, severity 1).
fn deuteranopia(color: Color32) -> [f32; 3] {
    let linear = egui::Rgba::from(color);
    let seen = |weights: [f32; 3]| weights[0] * linear.r() + weights[1] * linear.g() + weights[2] * linear.b();
    [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]]
        .map(|weights| seen(weights).clamp(0.0, 1.0))
}

/// Linear RGB in the perceptual space OKLab.
fn oklab([r, g, b]: [f32; 3]) -> [f32; 3] {
    let cone = |w: [f32; 3]| (w[0] * r + w[1] * g + w[2] * b).cbrt();
    let (l, m, s) =
        (cone([0.412_22, 0.536_33, 0.051_45]), cone([0.211_9, 0.680_7, 0.107_4]), cone([0.088_3, 0.281_72, 0.629_98]));
    [
        0.210_45 * l + 0.793_62 * m - 0.004_07 * s,
        1.977_99 * l - 2.428_59 * m + 0.450_59 * s,
        0.025_9 * l + 0.782_77 * m - 0.808_68 * s,
    ]
}

#[test]
fn clusters_differ_without_green_cones() {
    for (theme, palette) in THEMES {
        for (at, a) in Cluster::ALL.into_iter().enumerate() {
            for b in Cluster::ALL.into_iter().skip(at + 1) {
                let [x, y] = [a, b].map(|cluster| oklab(deuteranopia(palette.cluster(cluster))));
                let distance = x.iter().zip(y).map(|(x, y)| (x - y).powi(2)).sum::<f32>().sqrt();
                // Two hundredths are just noticeable side by side.
                assert!(distance >= 0.08, "{theme} {a:?} {b:?}: {distance}");
            }
        }
    }
}
