//! The rules of the house that no compiler keeps, over the tree as it stands. Each failure names file and line.
//!
//! CONTRIBUTING.md says what the rules are for. Where code has a good reason to break one, the reason stands here,
//! beside the exception.

mod imports;
mod kept;
mod lex;
mod sentences;
mod tree;

use lex::{Kind, Token, begins};
use tree::{Broken, Source};

/// Lines a file may have.
const LINES_MAX: usize = 500;
/// Lines a function may have, from its name to its closing brace.
const FUNCTION_MAX: usize = 70;

/// Wings where numbers are money.
const MONEY: [&str; 6] = ["domain", "journal", "gateway", "service", "reconcile", "export"];

/// Sheets of widgets drawn for a person's eyes: they take long, and no machine judges them.
const GALLERY: &str = "tests/widget/gallery.rs";

/// The only files that read what time it is.
const CLOCKS: [&str; 2] = ["src/service/clock.rs", "src/sandbox/clock.rs"];
/// Files with a stopwatch: a span between two readings of the monotonic clock, never a time of day.
const STOPWATCHES: [&str; 1] = ["src/gateway/http.rs"];

fn whole_tree() -> Vec<Source> {
    ["src", "tests", "benches"].into_iter().flat_map(Source::all).collect()
}

/// Looks at every place of every source with the tokens from there on.
fn everywhere(sources: &[Source], mut look: impl FnMut(&Source, &[Token])) {
    for source in sources {
        for at in 0..source.tokens.len() {
            look(source, &source.tokens[at..]);
        }
    }
}

#[test]
fn files_stay_small() {
    let mut broken = Broken::default();
    for source in whole_tree().iter().filter(|source| source.lines > LINES_MAX) {
        broken.at(&source.path, source.lines, &format!("{} lines; {LINES_MAX} are enough", source.lines));
    }
    broken.must_be_empty("A file is one thought.");
}

#[test]
fn functions_stay_small() {
    let mut broken = Broken::default();
    everywhere(&whole_tree(), |source, tokens| {
        let named = tokens.len() > 1 && tokens[0].is(Kind::Word, "fn") && tokens[1].kind == Kind::Word;
        let Some(open) = named.then(|| body(tokens)).flatten() else { return };
        let lines = tokens[lex::closing(tokens, open)].line - tokens[0].line + 1;
        if lines > FUNCTION_MAX {
            let what = format!("`{}` has {lines} lines; {FUNCTION_MAX} are enough", tokens[1].text);
            broken.at(&source.path, tokens[0].line, &what);
        }
    });
    broken.must_be_empty("A function is read at one glance.");
}

/// Where a function's body opens; none for a declaration.
fn body(tokens: &[Token]) -> Option<usize> {
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].is_mark('{') {
            return Some(at);
        }
        if tokens[at].is_mark(';') {
            return None;
        }
        at = if tokens[at].is_mark('(') || tokens[at].is_mark('[') { lex::closing(tokens, at) } else { at } + 1;
    }
    None
}

#[test]
fn nothing_is_left_for_later() {
    let mut broken = Broken::default();
    everywhere(&whole_tree(), |source, tokens| {
        for name in ["dbg", "todo", "unimplemented"] {
            if begins(tokens, &[name, "!"]) {
                broken.at(&source.path, tokens[0].line, &format!("{name}!"));
            }
        }
    });
    broken.must_be_empty("No half-built room, no debugging left behind.");
}

#[test]
fn nothing_unwraps_outside_tests() {
    let mut broken = Broken::default();
    everywhere(&Source::all("src"), |source, tokens| {
        if begins(tokens, &[".", "unwrap", "(", ")"]) && !tokens[0].test {
            broken.at(&source.path, tokens[0].line, "unwrap(): handle it, or expect(\"why it cannot fail\")");
        }
    });
    broken.must_be_empty("A till does not panic.");
}

#[test]
fn nothing_casts_a_shadow_of_the_toolkits() {
    let mut broken = Broken::default();
    everywhere(&Source::all("src/ui"), |source, tokens| {
        if begins(tokens, &["Shadow", "{"]) || begins(tokens, &[".", "shadow", "="]) {
            broken.at(&source.path, tokens[0].line, "a Shadow: widget::shade draws one that a change does not darken");
        }
    });
    broken.must_be_empty("Shadows are drawn by widget/shade.rs.");
}

#[test]
fn no_float_comes_near_money() {
    let mut broken = Broken::default();
    let near = |source: &Source| MONEY.iter().any(|wing| source.path.starts_with(&format!("src/{wing}")));
    let sources: Vec<Source> = Source::all("src").into_iter().filter(near).collect();
    everywhere(&sources, |source, tokens| {
        let token = &tokens[0];
        let named = token.kind == Kind::Word && matches!(token.text.as_str(), "f32" | "f64");
        let hex = token.text.starts_with("0x");
        let written = token.kind == Kind::Number && !hex && token.text.contains(['.', 'f']);
        if named || written {
            broken.at(&source.path, token.line, &format!("`{}` is a float", token.text));
        }
    });
    broken.must_be_empty("Money is whole numbers of minor units, from the wire to the screen.");
}

#[test]
fn only_the_clock_reads_a_clock() {
    let mut broken = Broken::default();
    everywhere(&Source::all("src"), |source, tokens| {
        let now = |clock: &str| begins(tokens, &[clock, ":", ":", "now"]);
        let time = ["SystemTime", "Timestamp", "Zoned", "Utc", "Local"].into_iter().any(now);
        let watch = now("Instant") && !STOPWATCHES.contains(&source.path.as_str());
        if (time || watch) && !tokens[0].test && !CLOCKS.contains(&source.path.as_str()) {
            broken.at(&source.path, tokens[0].line, &format!("{}::now", tokens[0].text));
        }
    });
    broken.must_be_empty(
        "Time is handed in, so that it can be tested; only service::clock (and sandbox::clock) reads it.",
    );
}

#[test]
fn sql_is_never_put_together() {
    let verbs = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "REPLACE ", "CREATE ", "DROP ", "ALTER ", "PRAGMA "];
    let mut broken = Broken::default();
    everywhere(&Source::all("src"), |source, tokens| {
        let puts = ["format", "write", "writeln", "format_args"].iter().any(|name| begins(tokens, &[name, "!", "("]));
        let inside = &tokens[..if puts { lex::closing(tokens, 2.min(tokens.len() - 1)) } else { 0 }];
        let sql = |token: &&Token| token.kind == Kind::Text && verbs.iter().any(|verb| token.text.contains(verb));
        if let Some(token) = inside.iter().find(sql) {
            broken.at(&source.path, token.line, "SQL built from text; bind its values");
        }
    });
    broken.must_be_empty("Values are bound, never written into SQL.");
}

#[test]
fn only_tests_of_the_real_network_and_children_are_left_out() {
    let mut broken = Broken::default();
    everywhere(&whole_tree(), |source, tokens| {
        if begins(tokens, &["#", "[", "ignore"]) {
            let name = tokens.windows(2).find(|two| two[0].is(Kind::Word, "fn")).map_or("", |two| two[1].text.as_str());
            // A `child_…` is a process of its own that another test starts, and kills.
            let may = name.starts_with("live_") || name.starts_with("child_") || source.path == GALLERY;
            if !may {
                broken.at(
                    &source.path,
                    tokens[0].line,
                    &format!("`{name}` is ignored; only live_… and child_… may be"),
                );
            }
        }
    });
    broken.must_be_empty("A test that does not run proves nothing.");
}
