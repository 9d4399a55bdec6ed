//! Streams whose reader may go away, as in `throughline analyze x.ron | head`. Must not judge
//! by the text of a failure: a program may be titled "Broken pipe repair".

use std::io::{self, ErrorKind, Write};

/// A stream that drops what nobody is left to read, so that a command is carried out to its end
/// and exits with its own code.
pub(super) struct Pipe<W> {
    to: W,
    gone: bool,
    /// Whether every failure counts as a reader that has gone away, not a closed pipe alone.
    best_effort: bool,
}

impl<W: Write> Pipe<W> {
    /// For standard output: a closed pipe is no failure, a full disk is one.
    pub(super) fn output(to: W) -> Self {
        Self { to, gone: false, best_effort: false }
    }

    /// For standard error: where it fails nobody is left to tell, and the work goes on.
    pub(super) fn warnings(to: W) -> Self {
        Self { to, gone: false, best_effort: true }
    }

    /// Gives `done` where the reader has gone away, from now on for everything.
    fn forgive<T>(&mut self, result: io::Result<T>, done: T) -> io::Result<T> {
        match result {
            Err(error) if self.best_effort || error.kind() == ErrorKind::BrokenPipe => {
                self.gone = true;
                Ok(done)
            }
            other => other,
        }
    }
}

impl<W: Write> Write for Pipe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.gone {
            return Ok(bytes.len());
        }
        match self.to.write(bytes) {
            // Whoever writes tries that again.
            Err(error) if error.kind() == ErrorKind::Interrupted => Err(error),
            written => self.forgive(written, bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.gone {
            return Ok(());
        }
        let flushed = self.to.flush();
        self.forgive(flushed, ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fails(ErrorKind);

    impl Write for Fails {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    #[test]
    fn a_closed_pipe_is_no_failure_and_a_full_disk_is_one() {
        let mut closed = Pipe::output(Fails(ErrorKind::BrokenPipe));
        assert!(writeln!(closed, "x").is_ok() && closed.flush().is_ok());
        let mut full = Pipe::output(Fails(ErrorKind::StorageFull));
        assert!(writeln!(full, "x").is_err() && full.flush().is_err());
        let mut nobody = Pipe::warnings(Fails(ErrorKind::StorageFull));
        assert!(writeln!(nobody, "x").is_ok() && nobody.flush().is_ok());
    }
}
