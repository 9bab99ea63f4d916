//! The figures as a page for people, each beside its budget.

use crate::asked::{LIST, SEARCH};
use crate::measure::{Figures, Kept, Size};
use crate::queue::{QUEUED, Waited};
use std::fmt::Write;
use std::time::Duration;

/// The page. `command` is what was typed, `cores` how many the machine has, `day` when it was.
pub fn page(sizes: &[Size], queue: &[Waited], command: &str, cores: usize, day: &str) -> String {
    let mut page = format!(
        "# Benchmarks\n\n\
         Written by `{command}` on {day}, on a machine with {cores} cores. Do not edit: run it again.\n\n\
         The bank is generated: the same cases in every run, about museums that do not exist. Server and load \
         generator are two processes on the same machine and share its cores, so the server alone would do more. \
         *Drawn* means `CASEBOOK_PAGE_CACHE=off`: every answer is made anew, compressed and logged. *Kept* means that it \
         comes out of the page cache. *Bare* is an axum handler behind the same accept loop that gives out the same \
         bytes under the same headers, measured in turn with the cache: the middle of three turns. Browsers' \
         `Accept-Encoding` is sent; connections are kept open. Requests a second are at 16 connections; waits are of \
         one connection alone. Other work on the machine makes every figure worse but the ratios.\n"
    );
    for size in sizes {
        one_size(&mut page, size);
    }
    one_queue(&mut page, queue);
    page.push_str(
        "\n## What others manage\n\n\
         At 10,000 cases on two cores: Wagtail 39 lists and 45 searches a second (with the right index), WordPress 95 \
         and 6, WordPress behind an nginx cache 9,900 lists. The aim is fifty times the first without the cache (1,950 lists \
         and 2,250 searches a second) and seven times the last with it (69,300 lists). Searches are never kept: \
         nobody's words stay in memory.\n",
    );
    page
}

/// What a moderator waits for, the slowest of the hundred each time.
fn one_queue(page: &mut String, queue: &[Waited]) {
    const BOUND: Duration = Duration::from_millis(50);
    let _ = write!(
        page,
        "\n## A queue of {}\n\nWhole pages for a moderator who is signed in, at one connection.\n\n\
         | question | p50 | p99 | bound | |\n|---|--:|--:|--:|---|\n",
        commas(QUEUED)
    );
    for waited in queue {
        let (p50, p99) = (ms(waited.waits.p50), ms(waited.waits.p99));
        let verdict = if waited.waits.p99 <= BOUND {
            "kept"
        } else {
            "**missed**"
        };
        let _ = writeln!(
            page,
            "| {} | {p50} | {p99} | {} | {verdict} |",
            waited.name,
            ms(BOUND)
        );
    }
}

fn one_size(page: &mut String, size: &Size) {
    let _ = write!(page, "\n## {} cases\n\n", commas(size.cases));
    page.push_str(
        "| answer | bytes on the wire | drawn: requests/s | p50 | p99 | kept: requests/s | p50 | p99 | bare: requests/s | kept / bare |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for figures in &size.figures {
        let kept = figures.kept.as_ref().map_or_else(
            || ["–"; 5].map(str::to_owned),
            |kept| {
                [
                    rate(kept.per_second),
                    ms(kept.waits.p50),
                    ms(kept.waits.p99),
                    rate(kept.bare_per_second),
                    format!("{:.2}", kept.ratio),
                ]
            },
        );
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} |",
            figures.name,
            commas(figures.drawn.bytes as u64),
            rate(figures.drawn_per_second),
            ms(figures.drawn.p50),
            ms(figures.drawn.p99),
            kept.join(" | "),
        );
    }
    page.push_str("\n| budget | bound | measured | |\n|---|--:|--:|---|\n");
    for (what, bound, measured, kept) in budgets(size) {
        let verdict = if kept { "kept" } else { "**missed**" };
        let _ = writeln!(page, "| {what} | {bound} | {measured} | {verdict} |");
    }
    let _ = writeln!(
        page,
        "\nMemory at the start {} MB, after drawing {} MB (at most {} MB), with the cache in use {} MB (at most {} MB).",
        mb(size.memory_at_start.now),
        mb(size.memory_drawing.now),
        mb(size.memory_drawing.most),
        mb(size.memory_keeping.now),
        mb(size.memory_keeping.most),
    );
    if let Some(time) = size.indexed_in {
        let _ = writeln!(
            page,
            "From a start without an index to ready: {:.1} s ({} cases a second).",
            time.as_secs_f64(),
            rate(size.cases as f64 / time.as_secs_f64()),
        );
    }
    if let Some(time) = size.stored_in {
        let _ = writeln!(
            page,
            "Storing the bank through the import: {:.0} s.",
            time.as_secs_f64()
        );
    }
    page.push_str(
        "\n<details><summary>Hostile questions, the slowest first (middle and worst of five, drawn)</summary>\n\n\
         | question | answer | middle | worst |\n|---|--:|--:|--:|\n",
    );
    for one in &size.hostile {
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} |",
            one.name,
            one.status,
            ms(one.middle),
            ms(one.worst)
        );
    }
    page.push_str("\n</details>\n");
}

/// What is promised for this size: what, the bound, what was measured, and whether it is kept.
fn budgets(size: &Size) -> Vec<(String, String, String, bool)> {
    let mut rows = Vec::new();
    let waits = if size.cases > 10_000 { 50 } else { 10 };
    for figures in size.figures.iter().take(3) {
        rows.push((
            format!("{}, drawn, p99", figures.name),
            format!("{waits} ms"),
            ms(figures.drawn.p99),
            figures.drawn.p99 <= Duration::from_millis(waits),
        ));
    }
    for (figures, kept) in kept_of(size) {
        rows.push((
            format!("{}, kept, by the bare handler", figures.name),
            "0.5".to_owned(),
            format!("{:.2}", kept.ratio),
            kept.ratio >= 0.5,
        ));
    }
    let with = size.lists.with_per_second / size.lists.without_per_second;
    rows.push((
        format!(
            "a list with 12 photographs of {}, by one without",
            commas(size.lists.pictures)
        ),
        "0.9".to_owned(),
        format!("{with:.2}"),
        with >= 0.9,
    ));
    if size.cases > 10_000 {
        return rows;
    }
    let mut at_least = |what: &str, bound: f64, measured: f64| {
        rows.push((
            what.to_owned(),
            format!("{}/s", rate(bound)),
            format!("{}/s", rate(measured)),
            measured >= bound,
        ));
    };
    for figures in &size.figures {
        match figures.name {
            LIST => at_least("lists, drawn", 1_950.0, figures.drawn_per_second),
            SEARCH => at_least("searches, drawn", 2_250.0, figures.drawn_per_second),
            _ => {}
        }
    }
    if let Some((_, kept)) = kept_of(size).find(|(figures, _)| figures.name == LIST) {
        at_least("lists, kept", 69_300.0, kept.per_second);
    }
    rows.push((
        "memory while reading".to_owned(),
        "150 MB".to_owned(),
        format!(
            "{} MB",
            mb(size.memory_keeping.most.max(size.memory_drawing.most))
        ),
        size.memory_keeping.most.max(size.memory_drawing.most) <= 150_000_000,
    ));
    rows.push((
        "start with the index there".to_owned(),
        "1,000 ms".to_owned(),
        ms(size.start),
        size.start <= Duration::from_secs(1),
    ));
    if let Some(worst) = size.hostile.iter().max_by_key(|one| one.worst) {
        rows.push((
            format!("hostile questions, the worst ({})", worst.name),
            "100 ms".to_owned(),
            ms(worst.worst),
            worst.worst <= Duration::from_millis(100),
        ));
    }
    rows
}

fn kept_of(size: &Size) -> impl Iterator<Item = (&Figures, &Kept)> {
    size.figures
        .iter()
        .filter_map(|figures| Some((figures, figures.kept.as_ref()?)))
}

fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    if ms < 10.0 {
        format!("{ms:.2} ms")
    } else {
        format!("{ms:.0} ms")
    }
}

fn mb(bytes: u64) -> u64 {
    bytes.div_ceil(1_000_000)
}

fn rate(per_second: f64) -> String {
    commas(per_second.round() as u64)
}

fn commas(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{commas, ms};
    use std::time::Duration;

    #[test]
    fn figures_read_well() {
        assert_eq!(
            [commas(7), commas(1950), commas(1_234_567)],
            ["7", "1,950", "1,234,567"]
        );
        assert_eq!(ms(Duration::from_micros(1234)), "1.23 ms");
        assert_eq!(ms(Duration::from_micros(12_345)), "12 ms");
    }
}
