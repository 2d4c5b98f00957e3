//! The browser's websocket.

use leptos::prelude::window;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, MessageEvent, WebSocket};

/// What happens on a websocket.
pub(super) enum Happened {
    /// It is open.
    Opened,
    /// The server said something.
    Said(String),
    /// It has closed, or could not be opened.
    Closed,
}

/// A websocket. Dropping it closes it, and nothing more is heard of it.
pub(super) struct Socket {
    socket: WebSocket,
    _hears: Closure<dyn FnMut(Event)>,
}

impl Socket {
    /// Opens a websocket of this origin; `None` where the browser does not even try.
    pub(super) fn open(path: &str, mut on: impl FnMut(Happened) + 'static) -> Option<Self> {
        let location = window().location();
        let scheme = match location.protocol().ok()?.as_str() {
            "https:" => "wss",
            _ => "ws",
        };
        let address = format!("{scheme}://{}{path}", location.host().ok()?);
        let socket = WebSocket::new(&address).ok()?;
        let hears = Closure::new(move |event: Event| match event.type_().as_str() {
            "open" => on(Happened::Opened),
            "close" => on(Happened::Closed),
            _ => {
                let said = event.unchecked_into::<MessageEvent>().data().as_string();
                on(Happened::Said(said.unwrap_or_default()));
            }
        });
        let function = hears.as_ref().unchecked_ref();
        socket.set_onopen(Some(function));
        socket.set_onmessage(Some(function));
        socket.set_onclose(Some(function));
        Some(Self {
            socket,
            _hears: hears,
        })
    }

    /// Says something. What cannot be said is followed by the end of the websocket, which is heard.
    pub(super) fn say(&self, text: &str) {
        let _lost = self.socket.send_with_str(text);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        let _closed = self.socket.close();
    }
}
