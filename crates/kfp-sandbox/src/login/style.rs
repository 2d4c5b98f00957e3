//! The look that the sandbox's own pages share: plain, readable in light and dark, and visibly not the real thing.

/// Style sheet of every sign-in page.
pub(crate) const STYLE: &str = "\
:root{color-scheme:light dark;font-family:system-ui,sans-serif;line-height:1.5}\
body{margin:0;display:grid;grid-template-columns:minmax(0,1fr);place-items:start center;padding:3rem 1rem}\
main{width:100%;max-width:40rem;min-width:0}\
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:0}\
form{display:grid;grid-template-columns:minmax(0,1fr);gap:.5rem;margin-block:1.5rem}\
input{font:inherit;padding:.5rem;border:1px solid GrayText;border-radius:.25rem}\
button{font:inherit;padding:.5rem 1rem;border:0;border-radius:.25rem;background:#1a56c4;color:#fff;cursor:pointer}\
button.small{padding:.1rem .5rem;font-size:.875rem;min-height:24px}\
.error{color:light-dark(#b3261e,#ffb4ab);margin:0}\
.sandbox{border:2px dashed light-dark(#8a5a00,#ffc861);border-radius:.5rem;padding:1rem;overflow-x:auto}\
table{border-collapse:collapse;font-size:.95rem}caption{text-align:start;font-weight:600}\
th,td{text-align:start;padding:.25rem .75rem .25rem 0}";
