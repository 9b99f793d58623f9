//! The one table, a row at a time: what is measured stands there even if a later unit fails.

use super::meter::{Rsa, Used};

/// The table on standard output.
#[derive(Debug)]
pub struct Table {
    rsa: Rsa,
}

impl Table {
    /// Prints what the figures are to be read beside, and the head.
    pub fn begin(rsa: Rsa) -> Self {
        let build =
            if cfg!(debug_assertions) { "DEBUG BUILD: the figures mean nothing" } else { "release build" };
        println!("anamnesis {}, {build}", env!("CARGO_PKG_VERSION"));
        println!(
            "one core of this machine: RSA-2048 sign {:.0}/s ({:.3} ms), verify {:.0}/s ({:.4} ms)",
            rsa.signs,
            1000.0 / rsa.signs,
            rsa.verifies,
            1000.0 / rsa.verifies
        );
        println!(
            "CPU: user and system time of the server's process for one unit; signs: the same in signatures\n"
        );
        let table = Self { rsa };
        table.line("unit of work", "units", "CPU", "signs", "a second", "target");
        table.line(&"-".repeat(56), "-----", "---------", "-----", "--------", "-------");
        table
    }

    /// One kind of work that was done `units` times; `target` in CPU milliseconds each.
    pub fn work(&self, name: &str, units: u32, used: Used, target: Option<f64>) {
        let each = used.cpu_ms / f64::from(units);
        let target = target.map_or_else(String::new, |target| format!("{target:.2} ms"));
        let signs = format!("{:.1}", each * self.rsa.signs / 1000.0);
        let rate = format!("{:.0}", f64::from(units) / used.seconds);
        self.line(name, &units.to_string(), &format!("{each:.3} ms"), &signs, &rate, &target);
    }

    /// Memory in MiB.
    pub fn memory(&self, name: &str, mib: f64, target: Option<f64>) {
        let target = target.map_or_else(String::new, |target| format!("{target:.0} MiB"));
        self.line(name, "", &format!("{mib:.1} MiB"), "", "", &target);
    }

    /// A time on the clock in seconds, the median of several.
    pub fn time(&self, name: &str, units: u32, seconds: f64, target: f64) {
        let (seconds, target) = (format!("{seconds:.3} s"), format!("{target:.1} s"));
        self.line(name, &units.to_string(), &seconds, "", "", &target);
    }

    #[expect(clippy::unused_self, reason = "rows belong to a table that was begun")]
    fn line(&self, name: &str, units: &str, cpu: &str, signs: &str, rate: &str, target: &str) {
        println!("{name:<56} {units:>5} {cpu:>10} {signs:>6} {rate:>8} {target:>8}");
    }
}
