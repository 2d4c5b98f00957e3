//! Roles of the accessibility tree.

use std::fmt;

/// A role that tests look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the ARIA role of its name")]
pub enum Role {
    Alert,
    Banner,
    Button,
    Cell,
    CheckBox,
    ColumnHeader,
    Combobox,
    Complementary,
    Dialog,
    Grid,
    Group,
    Heading,
    Link,
    ListItem,
    Main,
    Navigation,
    Option,
    Radio,
    Region,
    Row,
    RowHeader,
    SearchBox,
    Slider,
    Status,
    Switch,
    Tab,
    TabList,
    Table,
    TextBox,
    Toolbar,
    Tree,
}

impl Role {
    /// The name that the browser computes.
    pub(super) fn computed(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::Banner => "banner",
            Self::Button => "button",
            Self::Cell => "cell",
            Self::CheckBox => "checkbox",
            Self::ColumnHeader => "columnheader",
            Self::Combobox => "combobox",
            Self::Complementary => "complementary",
            Self::Dialog => "dialog",
            Self::Grid => "grid",
            Self::Group => "group",
            Self::Heading => "heading",
            Self::Link => "link",
            Self::ListItem => "listitem",
            Self::Main => "main",
            Self::Navigation => "navigation",
            Self::Option => "option",
            Self::Radio => "radio",
            Self::Region => "region",
            Self::Row => "row",
            Self::RowHeader => "rowheader",
            Self::SearchBox => "searchbox",
            Self::Slider => "slider",
            Self::Status => "status",
            Self::Switch => "switch",
            Self::Tab => "tab",
            Self::TabList => "tablist",
            Self::Table => "table",
            Self::TextBox => "textbox",
            Self::Toolbar => "toolbar",
            Self::Tree => "tree",
        }
    }

    /// Elements that can have the role. Whether one has it is what the browser computes; this only keeps the
    /// number of questions small.
    pub(super) fn candidates(self) -> &'static str {
        match self {
            Self::Alert => "[role=alert]",
            Self::Banner => "header,[role=banner]",
            Self::Button => {
                "button,summary,input[type=submit],input[type=button],input[type=file],[role=button]"
            }
            Self::Cell => "td,[role=cell]",
            Self::CheckBox => "input[type=checkbox],[role=checkbox]",
            Self::ColumnHeader => "th,[role=columnheader]",
            Self::Combobox => "select,input,[role=combobox]",
            Self::Complementary => "aside,[role=complementary]",
            Self::Dialog => "dialog,[role=dialog]",
            Self::Grid => "[role=grid]",
            Self::Group => "fieldset,details,optgroup,[role=group]",
            Self::Heading => "h1,h2,h3,h4,h5,h6,[role=heading]",
            Self::Link => "a[href],[role=link]",
            Self::ListItem => "li,[role=listitem]",
            Self::Main => "main,[role=main]",
            Self::Navigation => "nav,[role=navigation]",
            Self::Option => "option,[role=option]",
            Self::Radio => "input[type=radio],[role=radio]",
            Self::Region => "section,[role=region]",
            Self::Row => "tr,[role=row]",
            Self::RowHeader => "th,[role=rowheader]",
            Self::SearchBox => "input[type=search],[role=searchbox]",
            Self::Slider => "input[type=range],[role=slider]",
            Self::Status => "output,[role=status]",
            Self::Switch => "[role=switch]",
            Self::Tab => "[role=tab]",
            Self::TabList => "[role=tablist]",
            Self::Table => "table,[role=table]",
            Self::TextBox => "input,textarea,[role=textbox]",
            Self::Toolbar => "[role=toolbar]",
            Self::Tree => "[role=tree]",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.computed())
    }
}
