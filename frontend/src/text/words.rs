//! How the words of a part of the console are declared: one field per key, which every language has to fill.

/// Declares the words of a part. For the tests it also lists what every key says.
macro_rules! words {
    (
        $(#[$outer:meta])*
        pub(crate) struct $Name:ident {
            $($(#[$doc:meta])* $key:ident: $kind:ty,)*
        }
    ) => {
        $(#[$outer])*
        #[derive(Debug)]
        pub(crate) struct $Name {
            $($(#[$doc])* pub(crate) $key: $kind,)*
        }

        #[cfg(test)]
        impl $Name {
            /// Every key with what it says of samples.
            pub(in crate::text) fn samples(&self) -> Vec<$crate::text::samples::Key> {
                use $crate::text::samples::Sampled as _;
                vec![$((stringify!($key), self.$key.sampled()),)*]
            }
        }
    };
}
pub(super) use words;
