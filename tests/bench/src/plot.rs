//! A plot as SVG: one line, sizes on a logarithmic scale, values from zero on.

use std::fmt::Write;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 320.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 50.0;

/// What is drawn. There is at least one point, and no size is below one.
pub(crate) struct Plot {
    pub(crate) title: &'static str,
    pub(crate) x: &'static str,
    pub(crate) y: &'static str,
    pub(crate) points: Vec<(f64, f64)>,
}

/// A number that ends the scale: 1, 2 or 5 times a power of ten.
fn round_up(value: f64) -> f64 {
    let power = 10_f64.powf(value.max(1e-9).log10().floor());
    [1.0, 2.0, 5.0, 10.0].map(|it| it * power).into_iter().find(|it| *it >= value).unwrap_or(value)
}

fn spelled(number: f64) -> String {
    let digits = if number == 0.0 || number >= 10.0 { 0 } else { 1 };
    let plain = format!("{number:.digits$}");
    let (whole, rest) = plain.split_once('.').map_or((plain.as_str(), ""), |(a, b)| (a, b));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if rest.is_empty() { grouped } else { format!("{grouped}.{rest}") }
}

/// The plot as a file's text.
pub(crate) fn svg(plot: &Plot) -> String {
    let sizes = plot.points.iter().map(|(size, _)| size.log10());
    let (low, high) =
        sizes.fold((f64::MAX, f64::MIN), |(low, high), it| (low.min(it), high.max(it)));
    let most = round_up(plot.points.iter().map(|(_, value)| *value).fold(0.0, f64::max));
    let at_x =
        |size: f64| LEFT + (size.log10() - low) / (high - low).max(1e-9) * (WIDTH - LEFT - RIGHT);
    let at_y = |value: f64| HEIGHT - BOTTOM - value / most * (HEIGHT - TOP - BOTTOM);
    let mut body = String::new();
    for step in 0..=4 {
        let value = most * f64::from(step) / 4.0;
        let y = at_y(value);
        let right = WIDTH - RIGHT;
        put(&mut body, &format!("<path class='grid' d='M{LEFT} {y:.1}H{right}'/>"));
        let (x, below) = (LEFT - 8.0, y + 4.0);
        let text = spelled(value);
        put(&mut body, &format!("<text x='{x}' y='{below:.1}' text-anchor='end'>{text}</text>"));
    }
    let mut path = String::new();
    for (at, (size, value)) in plot.points.iter().enumerate() {
        let (x, y) = (at_x(*size), at_y(*value));
        path += &format!("{}{x:.1} {y:.1}", if at == 0 { 'M' } else { 'L' });
        put(&mut body, &format!("<circle cx='{x:.1}' cy='{y:.1}' r='3'/>"));
        let below = HEIGHT - BOTTOM + 18.0;
        let text = spelled(*size);
        put(&mut body, &format!("<text x='{x:.1}' y='{below}' text-anchor='middle'>{text}</text>"));
    }
    put(&mut body, &format!("<path class='line' d='{path}'/>"));
    let (middle, foot) = (LEFT + (WIDTH - LEFT - RIGHT) / 2.0, HEIGHT - 10.0);
    put(
        &mut body,
        &format!("<text x='{middle}' y='{foot}' text-anchor='middle'>{}</text>", plot.x),
    );
    put(&mut body, &format!("<text x='8' y='20'>{}, {}</text>", plot.title, plot.y));
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' role='img'>\n\
         <style>text{{font:13px sans-serif;fill:#555}}.grid{{stroke:#ccc;fill:none}}\
         .line{{stroke:#06c;fill:none;stroke-width:2}}circle{{fill:#06c}}</style>\n\
         <rect width='{WIDTH}' height='{HEIGHT}' fill='#fff'/>\n{body}</svg>\n"
    )
}

fn put(body: &mut String, element: &str) {
    // Writing to a String does not fail.
    let _ = writeln!(body, "{element}");
}
