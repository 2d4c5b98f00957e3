//! The console over real sockets, with scripted programs around it.

mod access;
mod assets;
mod bad_input;
mod compare;
mod connection;
mod csrf;
mod economy;
mod feed;
mod identity;
mod index;
mod lifecycle;
mod limits;
mod live;
mod logs;
mod new_objects;
mod overview;
mod packages;
mod program;
mod retries;
mod reviews;
mod session;
mod support;
mod token_file;
mod traces;
mod upstream;
mod user_header;
