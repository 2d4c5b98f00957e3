//! The owner's handle on what goes wrong.

use super::diagnosis::{Diagnosis, Play, diagnoses};
use super::matching::Fault;
use super::switch::{Switch, Switches};
use super::switchboard::{ActiveFault, FaultId, Switchboard};

/// What goes wrong in a running sandbox; see [`Sandbox::faults`](crate::Sandbox::faults).
#[derive(Clone, Debug)]
pub struct Faults {
    board: Switchboard,
    switches: Switches,
}

/// No diagnosis has this name.
#[derive(Debug, thiserror::Error)]
#[error("there is no diagnosis {0}; they are D01 to D71")]
pub struct UnknownName(String);

impl Faults {
    pub(crate) fn new(board: Switchboard, switches: Switches) -> Self {
        Self { board, switches }
    }

    /// Lets a fault act from now on. Faults act in the order in which they were added.
    pub fn add(&self, fault: Fault) -> FaultId {
        self.board.add(fault)
    }

    /// Takes a fault away; `false` if it was not there.
    pub fn remove(&self, id: FaultId) -> bool {
        self.board.remove(id)
    }

    /// The faults, with how often each met a call.
    pub fn list(&self) -> Vec<ActiveFault> {
        self.board.list()
    }

    /// Turns a switch on or off.
    pub fn set(&self, switch: Switch, on: bool) {
        self.switches.set(switch, on);
    }

    /// Whether a switch is on.
    pub fn is_on(&self, switch: Switch) -> bool {
        self.switches.is_on(switch)
    }

    /// Takes all faults away and turns all switches off.
    pub fn clear(&self) {
        self.board.clear();
        self.switches.all_off();
    }

    /// Plays a row of the diagnosis table, for example `D36`: turns its switches on and adds its faults. A row that
    /// needs neither changes nothing.
    ///
    /// # Errors
    /// [`UnknownName`] for a name that is no row.
    pub fn play(&self, id: &str) -> Result<&'static Diagnosis, UnknownName> {
        let row = diagnoses()
            .iter()
            .find(|row| row.id.eq_ignore_ascii_case(id))
            .ok_or_else(|| UnknownName(id.to_owned()))?;
        match row.play {
            Play::Always(_) | Play::NoServer(_) => {}
            Play::Switch(switch) => self.set(switch, true),
            Play::Fault(fault) => {
                self.add(fault());
            }
        }
        Ok(row)
    }
}
