//! From when goods may go, through the till itself.

use ringup::domain::payment::State;

use super::Bench;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn till_26_a_days_cap_on_seen_makes_the_sale_above_it_wait() {
    let dir = tempfile::tempdir().unwrap();
    let practice = dir.path().join("practice");
    std::fs::create_dir_all(&practice).unwrap();
    std::fs::write(practice.join("ringup.toml"), "[release]\nseen_up_to = 2000\nseen_per_day = 3000\n").unwrap();
    let bench = Bench::open_in(dir).await;
    let mut rules = Vec::new();
    for minor in [2_000, 1_500, 2_001, 1_000, 100] {
        let sale = bench.charge(minor).await;
        rules.push(bench.sale(sale).await.attempts[0].release_at);
    }
    use State::{Accepted, Seen};
    assert_eq!(rules, [Seen, Accepted, Accepted, Seen, Accepted], "20.00 and 10.00 fill the day's 30.00");
    let bench = bench.restart().await;
    let sale = bench.charge(100).await;
    assert_eq!(bench.sale(sale).await.attempts[0].release_at, Accepted, "a restart does not empty the day");
    bench.till.close().await;
}
