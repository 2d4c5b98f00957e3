//! JSON with positions.
//!
//! The real server reads a body twice: first Go's `encoding/json` takes the first JSON value of the stream, then
//! `protojson` reads that value strictly. Each has its own words for what it refuses, and both are kept here.

/// Nesting beyond which `encoding/json` refuses.
const MAX_DEPTH: usize = 10_000;
/// Nesting beyond which the sandbox does not build a tree: the trees are walked by recursion, also by `serde_json`,
/// which gives up at 128. The real server gives up on nested structs at about 3,300 levels, with the same words.
const MAX_TREE_DEPTH: usize = 120;

/// A JSON value and where it stands.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) value: NodeValue<'a>,
}

#[derive(Debug)]
pub(super) enum NodeValue<'a> {
    Null,
    Bool(bool),
    /// The literal as written.
    Number(&'a str),
    String(String),
    Array(Vec<Node<'a>>),
    Object(Vec<(Key, Node<'a>)>),
}

#[derive(Debug)]
pub(super) struct Key {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
}

/// Why a text is not taken as JSON.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum JsonError {
    /// Not JSON: the words of `encoding/json`.
    Syntax(String),
    /// The text is cut short.
    Eof,
    /// Not UTF-8 inside a string that starts at this offset.
    Utf8 {
        /// Offset of the string's opening quote.
        start: usize,
    },
    /// Nested deeper than any message.
    TooDeep,
}

/// The first JSON value of `text`, as `encoding/json` takes it from a stream; what follows is ignored. `None` for a
/// text of nothing but white space.
pub(crate) fn parse_body(text: &[u8]) -> Result<Option<&[u8]>, JsonError> {
    let mut scanner = Scanner { text, at: 0 };
    scanner.skip_space();
    if scanner.at == text.len() {
        return Ok(None);
    }
    let start = scanner.at;
    scanner.scan_value()?;
    Ok(Some(&text[start..scanner.at]))
}

/// The tree of a text that [`parse_body`] has accepted.
pub(super) fn parse_tree(text: &[u8]) -> Result<Node<'_>, JsonError> {
    let mut scanner = Scanner { text, at: 0 };
    scanner.skip_space();
    scanner.tree(0)
}

struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Scanner<'a> {
    fn skip_space(&mut self) {
        while matches!(self.text.get(self.at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Result<u8, JsonError> {
        self.text.get(self.at).copied().ok_or(JsonError::Eof)
    }

    fn refuse<T>(&self, context: &str) -> Result<T, JsonError> {
        let byte = self.peek()?;
        Err(JsonError::Syntax(format!(
            "invalid character {} {context}",
            quote_byte(byte)
        )))
    }

    /// Walks over one value without recursion: the text may be nested as deep as it likes.
    fn scan_value(&mut self) -> Result<(), JsonError> {
        let mut open: Vec<u8> = Vec::new();
        loop {
            self.skip_space();
            let byte = self.peek()?;
            match byte {
                b'{' | b'[' => {
                    if open.len() >= MAX_DEPTH {
                        return self.refuse("exceeded max depth");
                    }
                    self.at += 1;
                    self.skip_space();
                    if self.peek()? == byte + 2 {
                        self.at += 1;
                    } else {
                        open.push(byte);
                        if byte == b'{' {
                            self.scan_key("looking for beginning of object key string")?;
                        }
                        continue;
                    }
                }
                _ => self.scan_scalar()?,
            }
            // A value has ended: close what it closes.
            loop {
                let Some(&container) = open.last() else {
                    return Ok(());
                };
                self.skip_space();
                match (container, self.peek()?) {
                    (b'{', b',') => {
                        self.at += 1;
                        self.skip_space();
                        self.scan_key("looking for beginning of object key string")?;
                        break;
                    }
                    (b'[', b',') => {
                        self.at += 1;
                        break;
                    }
                    (b'{', b'}') | (b'[', b']') => {
                        self.at += 1;
                        open.pop();
                    }
                    (b'{', _) => return self.refuse("after object key:value pair"),
                    _ => return self.refuse("after array element"),
                }
            }
        }
    }

    fn scan_key(&mut self, context: &str) -> Result<(), JsonError> {
        if self.peek()? != b'"' {
            return self.refuse(context);
        }
        self.scan_string()?;
        self.skip_space();
        if self.peek()? != b':' {
            return self.refuse("after object key");
        }
        self.at += 1;
        Ok(())
    }

    fn scan_scalar(&mut self) -> Result<(), JsonError> {
        match self.peek()? {
            b'"' => self.scan_string(),
            b't' => self.scan_literal("true"),
            b'f' => self.scan_literal("false"),
            b'n' => self.scan_literal("null"),
            b'-' | b'0'..=b'9' => self.scan_number(),
            _ => self.refuse("looking for beginning of value"),
        }
    }

    fn scan_literal(&mut self, literal: &str) -> Result<(), JsonError> {
        for expected in literal.bytes() {
            if self.peek()? != expected {
                return self.refuse(&format!(
                    "in literal {literal} (expecting '{}')",
                    char::from(expected)
                ));
            }
            self.at += 1;
        }
        Ok(())
    }

    fn scan_number(&mut self) -> Result<(), JsonError> {
        if self.peek()? == b'-' {
            self.at += 1;
        }
        match self.peek()? {
            b'0' => self.at += 1,
            b'1'..=b'9' => self.skip_digits(),
            _ => return self.refuse("in numeric literal"),
        }
        if self.text.get(self.at) == Some(&b'.') {
            self.at += 1;
            if !self.peek()?.is_ascii_digit() {
                return self.refuse("after decimal point in numeric literal");
            }
            self.skip_digits();
        }
        if matches!(self.text.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek()?, b'+' | b'-') {
                self.at += 1;
            }
            if !self.peek()?.is_ascii_digit() {
                return self.refuse("in exponent of numeric literal");
            }
            self.skip_digits();
        }
        Ok(())
    }

    fn skip_digits(&mut self) {
        while self.text.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
    }

    fn scan_string(&mut self) -> Result<(), JsonError> {
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => {
                    self.at += 1;
                    match self.peek()? {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 1,
                        b'u' => {
                            self.at += 1;
                            for _ in 0..4 {
                                if !self.peek()?.is_ascii_hexdigit() {
                                    return self.refuse("in \\u hexadecimal character escape");
                                }
                                self.at += 1;
                            }
                        }
                        _ => return self.refuse("in string escape code"),
                    }
                }
                0..0x20 => return self.refuse("in string literal"),
                _ => self.at += 1,
            }
        }
    }

    fn tree(&mut self, depth: usize) -> Result<Node<'a>, JsonError> {
        if depth > MAX_TREE_DEPTH {
            return Err(JsonError::TooDeep);
        }
        self.skip_space();
        let start = self.at;
        let value = match self.peek()? {
            b'{' => self.tree_object(depth)?,
            b'[' => self.tree_array(depth)?,
            b'"' => NodeValue::String(self.tree_string()?),
            first => {
                self.scan_scalar()?;
                match first {
                    b't' => NodeValue::Bool(true),
                    b'f' => NodeValue::Bool(false),
                    b'n' => NodeValue::Null,
                    _ => {
                        NodeValue::Number(str::from_utf8(&self.text[start..self.at]).unwrap_or("0"))
                    }
                }
            }
        };
        Ok(Node {
            start,
            end: self.at,
            value,
        })
    }

    fn tree_object(&mut self, depth: usize) -> Result<NodeValue<'a>, JsonError> {
        let mut entries = Vec::new();
        self.at += 1;
        loop {
            self.skip_space();
            match self.peek()? {
                b'}' => {
                    self.at += 1;
                    return Ok(NodeValue::Object(entries));
                }
                b',' => self.at += 1,
                b'"' => {
                    let start = self.at;
                    let text = self.tree_string()?;
                    let key = Key {
                        start,
                        end: self.at,
                        text,
                    };
                    self.skip_space();
                    if self.peek()? != b':' {
                        return self.refuse("after object key");
                    }
                    self.at += 1;
                    entries.push((key, self.tree(depth + 1)?));
                }
                _ => return self.refuse("looking for beginning of object key string"),
            }
        }
    }

    fn tree_array(&mut self, depth: usize) -> Result<NodeValue<'a>, JsonError> {
        let mut items = Vec::new();
        self.at += 1;
        loop {
            self.skip_space();
            match self.peek()? {
                b']' => {
                    self.at += 1;
                    return Ok(NodeValue::Array(items));
                }
                b',' => self.at += 1,
                _ => items.push(self.tree(depth + 1)?),
            }
        }
    }

    fn tree_string(&mut self) -> Result<String, JsonError> {
        let start = self.at;
        self.scan_string()?;
        // Unpaired surrogates and bytes that are not UTF-8 are refused alike.
        serde_json::from_slice(&self.text[start..self.at]).map_err(|_| JsonError::Utf8 { start })
    }
}

/// A byte as `encoding/json` shows it.
fn quote_byte(byte: u8) -> String {
    match byte {
        b'\'' => "'\\''".to_owned(),
        b'"' => "'\"'".to_owned(),
        b'\\' => "'\\\\'".to_owned(),
        b'\n' => "'\\n'".to_owned(),
        b'\r' => "'\\r'".to_owned(),
        b'\t' => "'\\t'".to_owned(),
        0x07 => "'\\a'".to_owned(),
        0x08 => "'\\b'".to_owned(),
        0x0b => "'\\v'".to_owned(),
        0x0c => "'\\f'".to_owned(),
        0..0x20 | 0x7f => format!("'\\x{byte:02x}'"),
        0x80..0xa0 | 0xad => format!("'\\u{byte:04x}'"),
        _ => format!("'{}'", char::from(byte)),
    }
}

#[cfg(test)]
mod tests;
