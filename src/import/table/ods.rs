//! OpenDocument workbooks (ODS), within limits.
