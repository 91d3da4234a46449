//! Rust source as words, texts, numbers and marks: just enough to keep rules over it. Comments are left out.

use std::iter::Peekable;
use std::str::Chars;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Word,
    /// The inside of a string literal.
    Text,
    Number,
    Mark,
}

/// One token with its place.
#[derive(Clone)]
pub struct Token {
    pub kind: Kind,
    pub text: String,
    pub line: usize,
    /// Whether it belongs to an item under `#[cfg(test)]`.
    pub test: bool,
}

impl Token {
    pub fn is(&self, kind: Kind, text: &str) -> bool {
        self.kind == kind && self.text == text
    }

    pub fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark && self.text.starts_with(mark)
    }
}

/// Whether tokens begin with these words and marks.
pub fn begins(tokens: &[Token], wanted: &[&str]) -> bool {
    let same = |(token, text): (&Token, &&str)| token.kind != Kind::Text && token.text == *text;
    tokens.len() >= wanted.len() && tokens.iter().zip(wanted).all(same)
}

/// Reads a file's tokens and marks those that only tests compile.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut lexer = Lexer { chars: source.chars().peekable(), line: 1, tokens: Vec::new() };
    while let Some(next) = lexer.next() {
        lexer.token(next);
    }
    let mut tokens = lexer.tokens;
    mark_tests(&mut tokens);
    tokens
}

struct Lexer<'a> {
    chars: Peekable<Chars<'a>>,
    line: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn next(&mut self) -> Option<char> {
        let next = self.chars.next()?;
        self.line += usize::from(next == '\n');
        Some(next)
    }

    fn next_is(&mut self, wanted: char) -> bool {
        self.chars.peek() == Some(&wanted)
    }

    fn push(&mut self, kind: Kind, text: String, line: usize) {
        self.tokens.push(Token { kind, text, line, test: false });
    }

    fn token(&mut self, first: char) {
        let line = self.line;
        match first {
            '/' if self.next_is('/') => while self.next().is_some_and(|c| c != '\n') {},
            '/' if self.next_is('*') => self.block_comment(),
            '"' => self.string(line),
            '\'' => self.quote(),
            _ if first.is_alphabetic() || first == '_' => self.word(first, line),
            _ if first.is_ascii_digit() => self.number(first, line),
            _ if first.is_whitespace() => {}
            mark => self.push(Kind::Mark, mark.to_string(), line),
        }
    }

    fn block_comment(&mut self) {
        let (mut depth, mut last) = (1, ' ');
        self.next();
        while depth > 0 {
            let Some(now) = self.next() else { return };
            match (last, now) {
                ('/', '*') => depth += 1,
                ('*', '/') => depth -= 1,
                _ => {
                    last = now;
                    continue;
                }
            }
            last = ' ';
        }
    }

    fn string(&mut self, line: usize) {
        let mut text = String::new();
        while let Some(now) = self.next() {
            match now {
                '"' => break,
                '\\' => self.escape(&mut text),
                now => text.push(now),
            }
        }
        self.push(Kind::Text, text, line);
    }

    fn escape(&mut self, text: &mut String) {
        match self.next() {
            // A line goes on; its indent is not part of the text.
            Some('\n') => while self.chars.next_if(|c| c.is_whitespace() && *c != '\n').is_some() {},
            Some('n') => text.push('\n'),
            Some(escaped) => text.push(escaped),
            None => {}
        }
    }

    fn raw_string(&mut self, line: usize) {
        let mut fence = String::from("\"");
        while self.next_is('#') {
            self.next();
            fence.push('#');
        }
        self.next();
        let mut text = String::new();
        while !text.ends_with(&fence) {
            let Some(now) = self.next() else { return };
            text.push(now);
        }
        text.truncate(text.len() - fence.len());
        self.push(Kind::Text, text, line);
    }

    /// A character, or a lifetime, which has no closing quote.
    fn quote(&mut self) {
        match self.next() {
            Some('\\') => {
                self.next();
                while self.next().is_some_and(|c| c != '\'') {}
            }
            Some(_) if self.next_is('\'') => drop(self.next()),
            _ => {}
        }
    }

    fn word(&mut self, first: char, line: usize) {
        let mut text = String::from(first);
        while let Some(more) = self.chars.next_if(|c| c.is_alphanumeric() || *c == '_') {
            text.push(more);
        }
        let raw = matches!(text.as_str(), "r" | "br" | "cr");
        if raw && (self.next_is('"') || self.is_raw_fence()) {
            return self.raw_string(line);
        }
        if matches!(text.as_str(), "b" | "c") && self.next_is('"') {
            self.next();
            return self.string(line);
        }
        self.push(Kind::Word, text, line);
    }

    fn is_raw_fence(&mut self) -> bool {
        let mut ahead = self.chars.clone();
        ahead.next() == Some('#') && ahead.find(|c| *c != '#') == Some('"')
    }

    fn number(&mut self, first: char, line: usize) {
        let is_field = self.tokens.last().is_some_and(|token| token.is_mark('.'));
        let mut text = String::from(first);
        loop {
            if let Some(more) = self.chars.next_if(|c| c.is_alphanumeric() || *c == '_') {
                text.push(more);
            } else if !is_field && !text.contains('.') && self.is_fraction() {
                text.extend(self.next());
            } else {
                break;
            }
        }
        self.push(Kind::Number, text, line);
    }

    fn is_fraction(&mut self) -> bool {
        let mut ahead = self.chars.clone();
        ahead.next() == Some('.') && ahead.next().is_some_and(|c| c.is_ascii_digit())
    }
}

fn mark_tests(tokens: &mut [Token]) {
    let mut at = 0;
    while at < tokens.len() {
        if begins(&tokens[at..], &["#", "[", "cfg", "("]) {
            let end = closing(tokens, at + 1);
            let inside = &tokens[at..end];
            let says = |word| inside.iter().any(|token| token.is(Kind::Word, word));
            if says("test") && !says("not") {
                let item_end = item_end(tokens, end + 1);
                tokens[at..item_end].iter_mut().for_each(|token| token.test = true);
                at = item_end;
                continue;
            }
        }
        at += 1;
    }
}

/// The index after the item that starts at `at`: after its `;` or its closing brace.
fn item_end(tokens: &[Token], at: usize) -> usize {
    let mut at = at;
    while at < tokens.len() {
        if tokens[at].is_mark(';') {
            return at + 1;
        }
        if tokens[at].is_mark('{') {
            return closing(tokens, at) + 1;
        }
        at = if tokens[at].is_mark('[') || tokens[at].is_mark('(') { closing(tokens, at) } else { at } + 1;
    }
    tokens.len()
}

/// The index of the bracket that closes the one at `open`.
pub fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(open).filter(|(_, token)| token.kind == Kind::Mark) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth == 0 {
            return index;
        }
    }
    tokens.len().saturating_sub(1)
}

#[test]
fn source_is_read_as_it_compiles() {
    let source = r##"
        // .unwrap() in a comment
        let c = ('"', '\'', 'x'); fn f<'a>(a: &'a str) -> u8 { a.0.1 }
        let t = "quoted \" text \
                 goes on"; let raw = r#"a "raw" one"#; /* a /* nested */ comment */ let n = 1.5;
        #[cfg(test)] mod tests { fn inside() { x.unwrap() } }
        fn outside() {}
    "##;
    let tokens = tokens(source);
    let texts: Vec<&str> = tokens.iter().filter(|t| t.kind == Kind::Text).map(|t| t.text.as_str()).collect();
    assert_eq!(texts, ["quoted \" text goes on", "a \"raw\" one"]);
    let numbers: Vec<&str> = tokens.iter().filter(|t| t.kind == Kind::Number).map(|t| t.text.as_str()).collect();
    assert_eq!(numbers, ["0", "1", "1.5"]);
    let place = |word: &str| tokens.iter().find(|t| t.text == word).map(|t| (t.line, t.test));
    assert_eq!(place("unwrap"), Some((6, true)));
    assert_eq!(place("outside"), Some((7, false)));
}
