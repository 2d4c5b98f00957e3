//! What the form comes to: what is wrong in it, and the upload where nothing is.

use leptos::prelude::*;

use super::{
    super::{
        draft::Draft,
        rules::{Fault, address_fault, file_name, name_fault, text_fault},
    },
    Form, Look, Source, blob,
};
use crate::data::{Content, Upload};

impl Form {
    /// The name.
    pub(in crate::pages::upload) fn name(self) -> String {
        let typed = self.parts().draft.read().name.clone();
        typed.unwrap_or_else(|| self.parts().suggested.get())
    }

    /// What is wrong with the name.
    pub(in crate::pages::upload) fn name_fault(self) -> Option<Fault> {
        let is_told = self.parts().draft.read().name.is_some() || self.parts().was_tried.get();
        let fault = name_fault(&self.name())?;
        (is_told || fault != Fault::Blank).then_some(fault)
    }

    /// What is wrong with the description.
    pub(in crate::pages::upload) fn description_fault(self) -> Option<Fault> {
        text_fault(&self.parts().draft.read().description)
    }

    /// What is wrong with the address.
    pub(in crate::pages::upload) fn address_fault(self) -> Option<Fault> {
        let draft = self.parts().draft.read();
        let is_told = !draft.address.trim().is_empty() || self.parts().was_tried.get();
        address_fault(&draft.address)
            .filter(|_| is_told && self.parts().source.get() == Source::Address)
    }

    /// Whether there is a package that can be sent.
    pub(in crate::pages::upload) fn has_package(self) -> bool {
        if self.parts().source.get() == Source::Address {
            return address_fault(&self.parts().draft.read().address).is_none();
        }
        matches!(&*self.parts().look.read(), Look::Seen(seen) if seen.is_usable())
    }

    /// The upload, where nothing is wrong with it.
    pub(in crate::pages::upload) fn upload(self) -> Option<Upload> {
        let name = self.name().trim().to_owned();
        let draft = self.parts().draft.get();
        if name_fault(&name).is_some() || text_fault(&draft.description).is_some() {
            return None;
        }
        Some(Upload {
            target: self.target()?,
            name,
            description: draft.description.trim().to_owned(),
            content: self.content(&draft)?,
        })
    }

    fn content(self, draft: &Draft) -> Option<Content> {
        if self.parts().source.get() == Source::Address {
            let address = draft.address.trim().to_owned();
            return address_fault(&address)
                .is_none()
                .then_some(Content::Address(address));
        }
        let Look::Seen(seen) = self.parts().look.get() else {
            return None;
        };
        if !seen.is_usable() {
            return None;
        }
        if let Some(text) = &seen.report.repaired {
            return Some(Content::File(blob(text)?, "pipeline.yaml".to_owned()));
        }
        let file = self.parts().held.with_value(|held| held.file.clone())?;
        let name = self.parts().chosen.get()?.name;
        Some(Content::File(
            file,
            file_name(&name, seen.report.is_archive),
        ))
    }
}
