//! The shape that all records share: which fields are required, how absent ones are written,
//! and one settable variant a field.

/// Declares a record and the enum of its fields.
///
/// `required` fields must be in a file; the others are left out where they are at their default.
/// The field enum has one variant a field, so that an edit names exactly what it sets.
macro_rules! record {
    (
        $(#[$meta:meta])*
        $name:ident / $field_enum:ident {
            $(required { $($(#[$rdoc:meta])* $rvar:ident $rfield:ident : $rty:ty,)* })?
            $(optional { $($(#[$doc:meta])* $var:ident $field:ident : $ty:ty,)* })?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            $($($(#[$rdoc])* pub $rfield: $rty,)*)?
            $($(
                $(#[$doc])*
                #[serde(default, skip_serializing_if = "crate::model::record::is_default")]
                pub $field: $ty,
            )*)?
        }

        #[doc = concat!("One field of [`", stringify!($name), "`] with its new value.")]
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum $field_enum {
            $($($(#[$rdoc])* $rvar($rty),)*)?
            $($($(#[$doc])* $var($ty),)*)?
        }

        impl $name {
            /// Makes a record with the required fields; all else is absent.
            #[must_use]
            pub fn new($($($rfield: impl Into<$rty>),*)?) -> Self {
                Self { $($($rfield: $rfield.into(),)*)? $($($field: Default::default(),)*)? }
            }

            /// Sets one field.
            pub fn set(&mut self, field: $field_enum) {
                match field {
                    $($($field_enum::$rvar(value) => self.$rfield = value,)*)?
                    $($($field_enum::$var(value) => self.$field = value,)*)?
                }
            }
        }
    };
}
pub(crate) use record;

/// Whether a value is its type's default, and so left out of the file.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
