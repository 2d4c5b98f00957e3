//! Expressions as trees.

use std::fmt;

use super::Value;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Expression {
    /// A literal.
    Literal(Value),
    /// A list of expressions.
    List(Vec<Self>),
    /// A variable.
    Name(String),
    /// `operand.field`.
    Member(Box<Self>, String),
    /// `operand[index]`.
    Index(Box<Self>, Box<Self>),
    /// `name(arguments)`.
    Call(String, Vec<Self>),
    /// `!operand`.
    Not(Box<Self>),
    /// `-operand`.
    Negate(Box<Self>),
    /// `left operator right`.
    Binary(Operator, Box<Self>, Box<Self>),
    /// `condition ? then : otherwise`.
    Conditional(Box<Self>, Box<Self>, Box<Self>),
}

/// An operator between two expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "named as CEL names them")]
pub enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl Operator {
    /// As written.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Or => "||",
            Self::And => "&&",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::In => "in",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
        }
    }
}

/// Writes the expression with every operation in parentheses, so that reading it back gives the same tree.
impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(value) => write!(f, "{value}"),
            Self::List(items) => {
                f.write_str("[")?;
                comma_separated(f, items)?;
                f.write_str("]")
            }
            Self::Name(name) => f.write_str(name),
            Self::Member(operand, field) => write!(f, "{operand}.{field}"),
            Self::Index(operand, index) => write!(f, "{operand}[{index}]"),
            Self::Call(name, arguments) => {
                write!(f, "{name}(")?;
                comma_separated(f, arguments)?;
                f.write_str(")")
            }
            Self::Not(operand) => write!(f, "!({operand})"),
            Self::Negate(operand) => write!(f, "-({operand})"),
            Self::Binary(operator, left, right) => {
                write!(f, "({left} {} {right})", operator.symbol())
            }
            Self::Conditional(condition, then, otherwise) => {
                write!(f, "({condition} ? {then} : {otherwise})")
            }
        }
    }
}

fn comma_separated(f: &mut fmt::Formatter<'_>, items: &[Expression]) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        write!(f, "{item}")?;
    }
    Ok(())
}
