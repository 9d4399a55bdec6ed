//! Excel workbooks (XLSX), within limits.
