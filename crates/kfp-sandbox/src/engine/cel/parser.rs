//! Tokens to trees, by recursive descent in CEL's order of precedence.

use super::ast::{Expression, Operator};
use super::lexer::{Token, tokens};
use super::{CelError, Value};

/// A condition of a pipeline has a handful of levels; deeper ones are an attack on the stack.
const MAX_DEPTH: usize = 32;

/// Reads an expression.
///
/// # Errors
/// [`CelError`] with the place or the token that is wrong.
pub fn parse(text: &str) -> Result<Expression, CelError> {
    let mut parser = Parser {
        tokens: tokens(text)?,
        at: 0,
        depth: 0,
    };
    let expression = parser.conditional()?;
    match parser.peek() {
        None => Ok(expression),
        Some(token) => Err(CelError::Unexpected {
            expected: "the end",
            found: token.describe(),
        }),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

/// Operators by precedence, loosest first; relations do not chain in CEL's grammar but associate to the left.
const LEVELS: [&[(&str, Operator)]; 5] = [
    &[("||", Operator::Or)],
    &[("&&", Operator::And)],
    &[
        ("==", Operator::Equal),
        ("!=", Operator::NotEqual),
        ("<=", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("<", Operator::Less),
        (">", Operator::Greater),
        ("in", Operator::In),
    ],
    &[("+", Operator::Add), ("-", Operator::Subtract)],
    &[
        ("*", Operator::Multiply),
        ("/", Operator::Divide),
        ("%", Operator::Remainder),
    ],
];

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self, expected: &'static str) -> Result<Token, CelError> {
        let token = self.peek().cloned();
        self.at += 1;
        token.ok_or_else(|| CelError::Unexpected {
            expected,
            found: "the end".to_owned(),
        })
    }

    fn accept(&mut self, symbol: &str) -> bool {
        let found = match self.peek() {
            Some(Token::Symbol(found)) => *found == symbol,
            Some(Token::Name(name)) => name == "in" && symbol == "in",
            _ => false,
        };
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, symbol: &'static str) -> Result<(), CelError> {
        if self.accept(symbol) {
            return Ok(());
        }
        let found = self
            .peek()
            .map_or_else(|| "the end".to_owned(), Token::describe);
        Err(CelError::Unexpected {
            expected: symbol,
            found,
        })
    }

    fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, CelError>,
    ) -> Result<T, CelError> {
        if self.depth >= MAX_DEPTH {
            return Err(CelError::TooDeep);
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn conditional(&mut self) -> Result<Expression, CelError> {
        self.deeper(|parser| {
            let condition = parser.binary(0)?;
            if !parser.accept("?") {
                return Ok(condition);
            }
            let then = parser.binary(0)?;
            parser.expect(":")?;
            let otherwise = parser.conditional()?;
            Ok(Expression::Conditional(
                Box::new(condition),
                Box::new(then),
                Box::new(otherwise),
            ))
        })
    }

    fn binary(&mut self, level: usize) -> Result<Expression, CelError> {
        let Some(operators) = LEVELS.get(level) else {
            return self.unary();
        };
        let mut left = self.binary(level + 1)?;
        let mut chained = 0;
        while let Some((_, operator)) = operators.iter().find(|(symbol, _)| self.accept(symbol)) {
            // A chain to the left is a tree as deep as it is long, and evaluation walks down it.
            chained += 1;
            if chained > MAX_DEPTH {
                return Err(CelError::TooDeep);
            }
            left = Expression::Binary(*operator, Box::new(left), Box::new(self.binary(level + 1)?));
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expression, CelError> {
        if self.accept("!") {
            return self.deeper(|parser| Ok(Expression::Not(Box::new(parser.unary()?))));
        }
        if self.accept("-") {
            return self.deeper(Self::negative);
        }
        let mut operand = self.primary()?;
        let mut chained = 0;
        loop {
            chained += 1;
            if chained > MAX_DEPTH {
                return Err(CelError::TooDeep);
            }
            if self.accept(".") {
                match self.next("a member's name")? {
                    Token::Name(field) => operand = Expression::Member(Box::new(operand), field),
                    other => {
                        return Err(CelError::Unexpected {
                            expected: "a member's name",
                            found: other.describe(),
                        });
                    }
                }
            } else if self.accept("[") {
                let index = self.conditional()?;
                self.expect("]")?;
                operand = Expression::Index(Box::new(operand), Box::new(index));
            } else {
                return Ok(operand);
            }
        }
    }

    /// A minus before a number belongs to the literal.
    fn negative(&mut self) -> Result<Expression, CelError> {
        let literal = match self.peek() {
            Some(Token::Int(value)) => Value::Int(-value),
            Some(Token::MinimumMagnitude) => Value::Int(i64::MIN),
            Some(Token::Double(value)) => Value::Double(-value),
            _ => return Ok(Expression::Negate(Box::new(self.unary()?))),
        };
        self.at += 1;
        Ok(Expression::Literal(literal))
    }

    fn primary(&mut self) -> Result<Expression, CelError> {
        match self.next("an expression")? {
            Token::Text(text) => Ok(Expression::Literal(Value::String(text))),
            Token::Int(value) => Ok(Expression::Literal(Value::Int(value))),
            Token::Double(value) => Ok(Expression::Literal(Value::Double(value))),
            Token::Name(name) => match name.as_str() {
                "true" => Ok(Expression::Literal(Value::Bool(true))),
                "false" => Ok(Expression::Literal(Value::Bool(false))),
                "null" => Ok(Expression::Literal(Value::Null)),
                _ if self.accept("(") => Ok(Expression::Call(name, self.list(")")?)),
                _ => Ok(Expression::Name(name)),
            },
            Token::Symbol("(") => {
                let inner = self.conditional()?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Symbol("[") => Ok(Expression::List(self.list("]")?)),
            other => Err(CelError::Unexpected {
                expected: "an expression",
                found: other.describe(),
            }),
        }
    }

    fn list(&mut self, end: &'static str) -> Result<Vec<Expression>, CelError> {
        let mut items = Vec::new();
        if self.accept(end) {
            return Ok(items);
        }
        loop {
            items.push(self.conditional()?);
            if !self.accept(",") {
                self.expect(end)?;
                return Ok(items);
            }
        }
    }
}
