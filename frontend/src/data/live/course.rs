//! When the websocket is opened, and when the console is asked instead.

/// After so many handshakes in a row that failed, the console is asked instead.
const REFUSALS: u32 = 2;
/// Seconds after which a websocket is tried again where it was refused.
const TRY_AGAIN: u32 = 60;
/// Seconds of silence after which an open websocket is taken for dead: the server says something every 25.
const SILENCE: u32 = 60;
/// Seconds that a handshake may take.
const HANDSHAKE: u32 = 15;
/// Seconds until the next question after one that was not answered.
const AFTER_FAILURE: u32 = 15;

/// How the page hears of changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Way {
    /// It does not: nobody looks, or nobody may be asked.
    #[default]
    Off,
    /// The websocket is being opened.
    Opening,
    /// On the websocket.
    Open,
    /// It is opened again in so many seconds.
    Waiting(u32),
    /// By asking, next in so many seconds; at 0 a question is on its way.
    Asking(u32),
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Nothing.
    Nothing,
    /// A websocket is to be opened.
    Open,
    /// The websocket is to be closed.
    Close,
    /// The console is to be asked.
    Ask,
}

/// How the connection has gone so far.
#[derive(Debug, Default)]
pub(super) struct Course {
    way: Way,
    refused: u32,
    lost: u32,
    silent: u32,
    try_again_in: u32,
    bye: Option<u32>,
}

impl Course {
    /// How the page hears of changes.
    pub(super) fn way(&self) -> Way {
        self.way
    }

    /// Whether anything is to be heard.
    pub(super) fn wanted(&mut self, wanted: bool) -> Act {
        match (wanted, self.way) {
            (true, Way::Off) if self.refused >= REFUSALS => self.ask(),
            (true, Way::Off) => self.open(),
            (false, Way::Off) | (true, _) => Act::Nothing,
            (false, _) => {
                self.way = Way::Off;
                self.bye = None;
                Act::Close
            }
        }
    }

    /// The websocket is open.
    pub(super) fn opened(&mut self) {
        if self.way == Way::Opening {
            self.way = Way::Open;
            self.refused = 0;
            self.silent = 0;
        }
    }

    /// Something was said on it.
    pub(super) fn heard(&mut self) {
        self.silent = 0;
        self.lost = 0;
    }

    /// The server will end it, and says when to come back.
    pub(super) fn bye(&mut self, resume_after_ms: u64) {
        let seconds = resume_after_ms.div_ceil(1000).min(30);
        self.bye = u32::try_from(seconds).ok();
    }

    /// The websocket has closed.
    pub(super) fn closed(&mut self) -> Act {
        match self.way {
            Way::Opening => {
                self.refused += 1;
                // A browser does not say why a handshake failed. A question is answered with the reason, if the session is
                // over, and with what has changed otherwise.
                if self.refused >= REFUSALS {
                    self.try_again_in = TRY_AGAIN;
                    self.ask()
                } else {
                    self.way = Way::Waiting(1);
                    Act::Ask
                }
            }
            Way::Open => match self.bye.take() {
                Some(0) => self.open(),
                Some(seconds) => {
                    self.way = Way::Waiting(seconds);
                    Act::Nothing
                }
                None => {
                    self.lost += 1;
                    self.way = Way::Waiting(pause(self.lost));
                    Act::Nothing
                }
            },
            Way::Off | Way::Waiting(_) | Way::Asking(_) => Act::Nothing,
        }
    }

    /// A question was answered, and the next one is to come in so many seconds; `None` if nobody answered.
    pub(super) fn answered(&mut self, again_in: Option<u32>) {
        if let Way::Asking(_) = self.way {
            self.way = Way::Asking(again_in.unwrap_or(AFTER_FAILURE).max(1));
        }
    }

    /// A second passes.
    pub(super) fn tick(&mut self) -> Act {
        match self.way {
            Way::Off => Act::Nothing,
            Way::Opening => {
                self.silent += 1;
                if self.silent < HANDSHAKE {
                    return Act::Nothing;
                }
                self.refused = REFUSALS - 1;
                self.closed()
            }
            Way::Open => {
                self.silent += 1;
                if self.silent < SILENCE {
                    return Act::Nothing;
                }
                self.lost += 1;
                self.way = Way::Waiting(1);
                Act::Close
            }
            Way::Waiting(0 | 1) => self.open(),
            Way::Waiting(more) => {
                self.way = Way::Waiting(more - 1);
                Act::Nothing
            }
            Way::Asking(in_seconds) => {
                self.try_again_in = self.try_again_in.saturating_sub(1);
                match in_seconds {
                    _ if self.try_again_in == 0 => self.open(),
                    0 => Act::Nothing,
                    1 => self.ask(),
                    more => {
                        self.way = Way::Asking(more - 1);
                        Act::Nothing
                    }
                }
            }
        }
    }

    fn open(&mut self) -> Act {
        self.way = Way::Opening;
        self.silent = 0;
        self.bye = None;
        Act::Open
    }

    fn ask(&mut self) -> Act {
        self.way = Way::Asking(0);
        if self.try_again_in == 0 {
            self.try_again_in = TRY_AGAIN;
        }
        Act::Ask
    }
}

/// Seconds until the next attempt after a websocket was lost so many times in a row.
fn pause(lost: u32) -> u32 {
    1 << lost.saturating_sub(1).min(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open() -> Course {
        let mut course = Course::default();
        assert_eq!(course.wanted(true), Act::Open);
        course.opened();
        course.heard();
        course
    }

    /// Lets seconds pass, and gives back what was to be done in them.
    fn seconds(course: &mut Course, count: u32) -> Vec<Act> {
        let acts = (0..count).map(|_| course.tick());
        acts.filter(|act| *act != Act::Nothing).collect()
    }

    #[test]
    fn it_is_open_while_somebody_looks_and_no_longer() {
        let mut course = open();
        assert_eq!(course.way(), Way::Open);
        assert_eq!(course.wanted(true), Act::Nothing);
        assert_eq!(course.wanted(false), Act::Close);
        assert_eq!(course.closed(), Act::Nothing);
        assert!(seconds(&mut course, 100).is_empty());
        assert_eq!(course.wanted(true), Act::Open);
    }

    #[test]
    fn a_farewell_is_followed_at_once_or_when_it_says() {
        let mut course = open();
        course.bye(0);
        assert_eq!(course.closed(), Act::Open);
        course.opened();
        course.bye(2_500);
        assert_eq!(course.closed(), Act::Nothing);
        assert_eq!(course.way(), Way::Waiting(3));
        assert_eq!(seconds(&mut course, 3), [Act::Open]);
    }

    #[test]
    fn a_connection_that_is_lost_is_opened_again_at_growing_distances() {
        let mut course = open();
        let mut waits = Vec::new();
        for _ in 0..7 {
            course.closed();
            let Way::Waiting(wait) = course.way() else {
                panic!("{:?}", course.way());
            };
            waits.push(wait);
            assert_eq!(seconds(&mut course, wait), [Act::Open]);
            course.opened();
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 32]);
        course.heard();
        course.closed();
        assert_eq!(course.way(), Way::Waiting(1));
    }

    #[test]
    fn where_websockets_are_refused_the_console_is_asked_and_they_are_tried_now_and_then() {
        let mut course = Course::default();
        assert_eq!(course.wanted(true), Act::Open);
        // The first question tells whether the session is over.
        assert_eq!(course.closed(), Act::Ask);
        assert_eq!(seconds(&mut course, 1), [Act::Open]);
        assert_eq!(course.closed(), Act::Ask);
        assert_eq!(course.way(), Way::Asking(0));
        assert!(seconds(&mut course, 5).is_empty(), "one question at a time");
        course.answered(Some(2));
        assert_eq!(seconds(&mut course, 2), [Act::Ask]);
        course.answered(None);
        assert_eq!(course.way(), Way::Asking(15));
        let acts = seconds(&mut course, 60);
        assert_eq!(acts.last(), Some(&Act::Open));
        // Refused again: no second attempt.
        assert_eq!(course.closed(), Act::Ask);
        assert_eq!(course.way(), Way::Asking(0));
        assert_eq!(course.wanted(false), Act::Close);
        assert_eq!(course.wanted(true), Act::Ask);
    }

    #[test]
    fn silence_is_no_connection() {
        let mut course = open();
        assert!(seconds(&mut course, 59).is_empty());
        course.heard();
        assert!(seconds(&mut course, 59).is_empty());
        assert_eq!(seconds(&mut course, 1), [Act::Close]);
        assert_eq!(course.closed(), Act::Nothing);
        assert_eq!(seconds(&mut course, 1), [Act::Open]);
        assert_eq!(seconds(&mut course, HANDSHAKE), [Act::Ask]);
        assert_eq!(course.way(), Way::Asking(0));
    }
}
