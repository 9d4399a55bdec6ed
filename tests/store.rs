//! Documents: read, written, refused.
use throughline::store;
#[test]
fn templates_read() {
    for f in std::fs::read_dir("frameworks").unwrap() {
        let p = f.unwrap().path();
        let o = store::open(&p).unwrap_or_else(|e| panic!("{}: {e}", p.display()));
        println!("{} {:?} {:?} {}", p.display(), o.faults, o.unknown, o.comments);
        let w = store::write(&o.framework);
        let again = store::read(w.as_bytes()).unwrap();
        assert_eq!(again.framework, o.framework);
        if p.ends_with("burundi-2007.ron") {
            println!("{}", &w[..3000.min(w.len())]);
        }
    }
}
