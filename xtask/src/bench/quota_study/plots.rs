//! Which plots show what the study found?

use std::path::Path;

use anyhow::{Result, anyhow};
use plotters::prelude::*;
use serde_json::Value;

use super::{arms, contenders, name_of, number, percent};

/// Colours that the colour-blind can tell apart (Okabe & Ito), ours first.
const COLOURS: [RGBColor; 4] =
    [RGBColor(0, 114, 178), RGBColor(86, 180, 233), RGBColor(213, 94, 0), RGBColor(230, 159, 0)];

/// A line: its name, and for each number of nominations a value and the ends of its range.
struct Line {
    name: &'static str,
    points: Vec<Point>,
}

/// A value over a number of nominations, with the ends of its range where it has one.
struct Point {
    nominations: f64,
    value: f64,
    range: Option<(f64, f64)>,
}

/// Writes all plots into a folder.
pub(super) fn all(study: &Value, folder: &Path) -> Result<()> {
    let of = |arm: &Value, key: &str, one: &Value| match key {
        "up" => percent(&one["moves"]["wrongly_expanded"], &one["moves"]["expanded"]),
        "down" => percent(&one["moves"]["wrongly_shrunk"], &one["moves"]["shrunk"]),
        "good" => percent(&one["moves"]["good_expanded"], &one["moves"]["good"]),
        "weak" => percent(&one["moves"]["weak_shrunk"], &one["moves"]["weak"]),
        _ => number(&arm[key]),
    };
    let range = |one: &Value| {
        let found = &one["correlation"];
        (number(&found["low"]), number(&found["high"]))
    };
    let correlation =
        lines(study, |_, one| (number(&one["correlation"]["mean"]), Some(range(one))));
    let share = |key: &'static str| lines(study, move |arm, one| (of(arm, key, one), None));
    panels(
        &folder.join("rank-correlation.svg"),
        "Rank correlation with the true quality (mean, and with the middle 90 of 100 histories)",
        &[("", -0.2..1.0, correlation)],
    )?;
    panels(
        &folder.join("wrong-moves.svg"),
        "Wrong moves, in percent of the moves",
        &[("expansions", 0.0..60.0, share("up")), ("shrinkages", 0.0..60.0, share("down"))],
    )?;
    panels(
        &folder.join("right-moves.svg"),
        "Right moves in one decision, in percent",
        &[
            ("clearly good ones expanded", 0.0..100.0, share("good")),
            ("clearly weak ones shrunk", 0.0..100.0, share("weak")),
        ],
    )?;
    kinds(study, &folder.join("kinds.svg"))
}

/// For each contender its figures over the numbers of nominations, where all kinds take part.
fn lines(study: &Value, figure: impl Fn(&Value, &Value) -> (f64, Option<(f64, f64)>)) -> Vec<Line> {
    let chosen: Vec<&Value> = arms(study)
        .iter()
        .filter(|arm| arm["has_deceivers"] == true && arm["nominations"].is_u64())
        .collect();
    let names = chosen.first().map_or(&[][..], |arm| contenders(arm)).iter().map(name_of);
    names
        .enumerate()
        .map(|(at, name)| Line {
            name,
            points: chosen
                .iter()
                .map(|arm| {
                    let (value, range) = figure(arm, &contenders(arm)[at]);
                    Point { nominations: number(&arm["nominations"]), value, range }
                })
                .collect(),
        })
        .collect()
}

type Panel<'a> = (&'a str, std::ops::Range<f64>, Vec<Line>);

fn broken(error: impl std::fmt::Display) -> anyhow::Error {
    anyhow!("cannot draw: {error}")
}

fn panels(path: &Path, title: &str, panels: &[Panel<'_>]) -> Result<()> {
    let width = 420 * u32::try_from(panels.len())?.max(2);
    let root = SVGBackend::new(path, (width, 420)).into_drawing_area();
    root.fill(&WHITE).map_err(broken)?;
    let names: Vec<&str> = panels
        .first()
        .map_or(&[][..], |(_, _, lines)| lines)
        .iter()
        .map(|line| line.name)
        .collect();
    let root = headed(&root, title, &names)?;
    for (area, (caption, range, lines)) in root.split_evenly((1, panels.len())).iter().zip(panels) {
        panel(area, caption, range.clone(), lines)?;
    }
    root.present().map_err(broken)
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

fn panel(
    area: &Area<'_>,
    caption: &str,
    range: std::ops::Range<f64>,
    lines: &[Line],
) -> Result<()> {
    let mut chart = ChartBuilder::on(area)
        .caption(caption, ("sans-serif", 15))
        .margin(10)
        .x_label_area_size(40)
        .y_label_area_size(44)
        .build_cartesian_2d(0.7..4.3, range)
        .map_err(broken)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .x_labels(4)
        .x_label_formatter(&|x| format!("{x:.0}"))
        .x_desc("nominations of a society in a round")
        .label_style(("sans-serif", 13))
        .draw()
        .map_err(broken)?;
    for (at, (line, colour)) in lines.iter().zip(COLOURS).enumerate() {
        let aside = (at as f64 - 1.5) * 0.06;
        let place = move |point: &Point| (point.nominations + aside, point.value);
        chart
            .draw_series(LineSeries::new(line.points.iter().map(place), colour.stroke_width(2)))
            .map_err(broken)?;
        let dots = line.points.iter().map(|point| Circle::new(place(point), 4, colour.filled()));
        chart.draw_series(dots).map_err(broken)?;
        let whiskers = line.points.iter().filter_map(|point| {
            let ((low, high), x) = (point.range?, point.nominations + aside);
            Some(PathElement::new([(x, low), (x, high)], colour.stroke_width(1)))
        });
        chart.draw_series(whiskers).map_err(broken)?;
    }
    Ok(())
}

/// Writes the title and, below it, who has which colour; what is left is for the plot. Beside the plot
/// and not in it, where it would hide a line.
fn headed<'a>(root: &Area<'a>, title: &str, names: &[&str]) -> Result<Area<'a>> {
    const HEIGHT: i32 = 60;
    let text = |size: i32| ("sans-serif", size).into_font().color(&BLACK);
    root.draw(&Text::new(title.to_owned(), (16, 12), text(16))).map_err(broken)?;
    let mut x = 16;
    for (name, colour) in names.iter().zip(COLOURS) {
        root.draw(&Rectangle::new([(x, 42), (x + 14, 52)], colour.filled())).map_err(broken)?;
        root.draw(&Text::new((*name).to_owned(), (x + 20, 41), text(13))).map_err(broken)?;
        // No font is measured here; letters of 13 are about 6.4 wide.
        x += 44 + i32::try_from(name.len())? * 64 / 10;
    }
    Ok(root.split_vertically(HEIGHT).1)
}

/// Bars: what each contender gives to each kind, at two nominations a round.
fn kinds(study: &Value, path: &Path) -> Result<()> {
    const KINDS: [&str; 7] =
        ["good", "improving", "steady", "declining", "weak", "lucky_small", "gaming"];
    let Some(arm) = arms(study)
        .iter()
        .find(|arm| arm["has_deceivers"] == true && arm["nominations"].as_u64() == Some(2))
    else {
        return Ok(());
    };
    let root = SVGBackend::new(path, (900, 440)).into_drawing_area();
    root.fill(&WHITE).map_err(broken)?;
    let names: Vec<&str> = contenders(arm).iter().map(name_of).collect();
    let title = "Places gained less places lost for each hundred societies of a kind \
                 (two nominations a round)";
    let root = headed(&root, title, &names)?;
    let mut chart = ChartBuilder::on(&root)
        .margin(10)
        .x_label_area_size(36)
        .y_label_area_size(48)
        .build_cartesian_2d(-0.5..6.5, -110.0..110.0)
        .map_err(broken)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .x_labels(7)
        .x_label_formatter(&|x: &f64| {
            let is_near = |place: usize| (x - place as f64).abs() < 0.01;
            let kind = KINDS.into_iter().enumerate().find(|(place, _)| is_near(*place));
            kind.map_or_else(String::new, |(_, kind)| kind.replace('_', " "))
        })
        .label_style(("sans-serif", 13))
        .draw()
        .map_err(broken)?;
    for (at, (contender, colour)) in contenders(arm).iter().zip(COLOURS).enumerate() {
        let bar = |(place, kind): (usize, &str)| {
            let left = place as f64 - 0.36 + 0.18 * at as f64;
            let height = number(&contender["change_by_kind"][kind]);
            Rectangle::new([(left, 0.0), (left + 0.16, height)], colour.filled())
        };
        chart.draw_series(KINDS.into_iter().enumerate().map(bar)).map_err(broken)?;
    }
    root.present().map_err(broken)
}
