//! What the exact name of an invoice did not settle: rows found by order or key, several invoices of one sale, and
//! suggestions. Only these are held twice.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasherDefault;

use super::amount::Amount;
use super::class::{Class, Severity};
use super::finding::{Evidence, Finding, FindingId, Triple};
use super::group::Group;
use super::judge::{Hit, judge};
use super::key::{Folded, Key};
use super::report::{Matched, Report};
use super::row::{SaleRow, SaleState, Unit};
use super::views::{Progress, Sources, Stopped, Terms, Views};

type Build = BuildHasherDefault<Folded>;

/// Judges all groups that are not clean and writes their findings and columns into the report.
pub(crate) fn judge_all(
    views: &Views,
    terms: &Terms,
    groups: Vec<Group>,
    report: &mut Report,
    progress: &Progress,
) -> Result<(), Stopped> {
    let sources = views.sources();
    let mut tangle = Tangle { groups, sources, terms };
    tangle.sort();
    let anchors = tangle.anchors();
    let by_anchor = scan(views, progress, &|sale| anchors.contains(&sale.order) || anchors.contains(&sale.guid))?;
    tangle.adopt(&by_anchor);
    let carts = tangle.carts();
    let of_carts = scan(views, progress, &|sale| carts.contains(&sale.cart))?;
    let twice = tangle.twice(&of_carts);
    report.findings.extend(twice.into_iter().filter(|finding| is_wanted(finding, terms)));
    for group in &tangle.groups {
        tangle.report(group, report);
    }
    suggest(&tangle.groups, terms, report);
    Ok(())
}

/// All sales that are wanted, by two threads; none when nothing is looked for.
fn scan(
    views: &Views,
    progress: &Progress,
    wanted: &(dyn Fn(&SaleRow) -> bool + Sync),
) -> Result<Vec<SaleRow>, Stopped> {
    let half = |from: usize| {
        let parts = (from..views.sales.count()).step_by(2);
        parts.flat_map(|part| views.sales.part(part)).filter(|sale| wanted(sale)).copied().collect::<Vec<_>>()
    };
    progress.step(0)?;
    if views.sales.count() == 1 {
        return Ok(half(0));
    }
    Ok(std::thread::scope(|scope| {
        let other = scope.spawn(|| half(1));
        let mut found = half(0);
        found.extend(other.join().expect("looking at rows cannot panic"));
        found
    }))
}

struct Tangle<'a> {
    groups: Vec<Group>,
    sources: Sources,
    terms: &'a Terms,
}

impl Tangle<'_> {
    /// An order that does not depend on the sources'.
    fn sort(&mut self) {
        self.groups.sort_by_cached_key(|group| (group.at(), group.subject(), group.key));
    }

    /// The names by which groups without a sale could find theirs.
    fn anchors(&self) -> HashSet<Key, Build> {
        let all = self.groups.iter().filter(|group| group.sale.is_none()).flat_map(anchors_of);
        all.filter(|key| !key.is_none()).collect()
    }

    /// Gives groups without a sale the one of the same order or key: whole, if that sale knows no invoice; else only
    /// the knowledge which sale it is.
    fn adopt(&mut self, found: &[SaleRow]) {
        let mut by_key: HashMap<Key, &SaleRow, Build> = HashMap::default();
        for sale in found {
            for key in [sale.order, sale.guid] {
                let better =
                    |known: &&SaleRow| (sale.invoice.is_none(), sale.guid) > (known.invoice.is_none(), known.guid);
                if !key.is_none() && by_key.get(&key).is_none_or(better) {
                    by_key.insert(key, sale);
                }
            }
        }
        let mut taken: HashSet<(Key, Key, u64)> = HashSet::new();
        for group in self.groups.iter_mut().filter(|group| group.sale.is_none()) {
            let Some(sale) = anchors_of(group).find_map(|key| by_key.get(&key)) else { continue };
            group.cart = sale.cart;
            if sale.invoice.is_none() && taken.insert((sale.order, sale.guid, sale.cart)) {
                group.sale = Some(**sale);
            }
        }
        let is_taken = |sale: &SaleRow| taken.contains(&(sale.order, sale.guid, sale.cart));
        self.groups.retain(|group| {
            let orphan = group.key.is_none() && group.lines.is_empty() && group.invoice.is_none();
            !(orphan && group.sale.is_some_and(|sale| is_taken(&sale)))
        });
    }

    /// The sales that may have more than one invoice.
    fn carts(&self) -> HashSet<u64, Build> {
        let again = self.groups.iter().filter_map(|group| group.sale.filter(|sale| sale.attempt > 1));
        let adopted = self.groups.iter().map(|group| group.cart);
        again.map(|sale| sale.cart).chain(adopted).filter(|cart| *cart != 0).collect()
    }

    /// Finds sales with more than one invoice, and marks the groups whose money another invoice of the sale explains.
    fn twice(&mut self, sales: &[SaleRow]) -> Vec<Finding> {
        let mut carts: BTreeMap<u64, Vec<Mate>> = BTreeMap::new();
        let mut known: HashMap<Key, Mate, Build> = HashMap::default();
        for (at, group) in self.groups.iter().enumerate().filter(|(_, group)| !group.key.is_none()) {
            known.insert(group.key, Mate::of(at, group, &self.sources));
        }
        for sale in sales.iter().filter(|sale| !sale.invoice.is_none()) {
            let mate = known.get(&sale.invoice).copied().unwrap_or_else(|| Mate::clean(sale));
            carts.entry(sale.cart).or_default().push(mate);
        }
        for group in self.groups.iter().filter(|group| group.cart != 0 && group.invoice.is_some()) {
            if let Some(mate) = known.get(&group.key) {
                carts.entry(group.cart).or_default().push(*mate);
            }
        }
        let mut findings = Vec::new();
        for (cart, mut mates) in carts {
            mates.sort_by_key(|mate| mate.key);
            mates.dedup_by_key(|mate| mate.key);
            if mates.len() > 1 {
                findings.push(self.more_than_one(cart, &mates));
            }
        }
        findings
    }

    fn more_than_one(&mut self, cart: u64, mates: &[Mate]) -> Finding {
        let done = mates.iter().any(|mate| mate.accepted && mate.paid);
        let second = mates.iter().filter(|mate| mate.paid && !mate.accepted);
        for at in second.clone().filter_map(|mate| mate.group.filter(|_| done)) {
            self.groups[at].twin = true;
        }
        let paid = mates.iter().filter(|mate| mate.paid).count();
        let severity = if paid > 1 { Severity::High } else { Severity::Low };
        let first = mates.iter().min_by_key(|mate| (!mate.accepted, mate.at, mate.key)).copied().unwrap_or_default();
        let days = mates.iter().map(|mate| self.terms.limits.day(mate.at));
        Finding {
            id: FindingId::new(Class::D14, Key(u128::from(cart)), 0),
            severity,
            closed: false,
            unit: first.unit,
            triple: Triple {
                sold: mates.iter().filter(|mate| mate.accepted).map(|mate| mate.amount).sum(),
                paid: mates.iter().filter(|mate| mate.paid).map(|mate| mate.amount).sum(),
                credited: Amount::ZERO,
            },
            difference: second.filter(|_| paid > 1).map(|mate| mate.amount).sum(),
            at: first.at,
            days: (days.clone().min().unwrap_or_default(), days.max().unwrap_or_default()),
            evidence: Evidence { sale: first.row, ..Evidence::default() },
        }
    }

    fn report(&self, group: &Group, report: &mut Report) {
        let mut hits = judge(group, &self.sources, self.terms);
        let columns = group.columns(&self.sources);
        if self.terms.wants_at(group.at()) {
            let twin = group.twin.then_some(Class::D14);
            let cause = hits.iter().map(|hit| hit.class).chain(twin).min_by_key(|class| class.explains());
            report.count(&columns, group.credits().count() as u64, cause, self.sources.ledger);
            let moved = columns.iter().any(|(_, triple)| *triple != Triple::default());
            if hits.iter().all(|hit| matches!(hit.class, Class::D08 | Class::D19)) && !group.twin {
                *(if moved { &mut report.counts.matched } else { &mut report.counts.quiet }) += 1;
                if moved && self.terms.matched {
                    let triple = columns.first().map(|(_, triple)| *triple).unwrap_or_default();
                    report.matched.push(matched(group, triple, !hits.is_empty()));
                }
            }
        }
        let triple = columns.first().map(|(_, triple)| *triple).unwrap_or_default();
        let findings = hits.drain(..).map(|hit| self.finding(group, &hit, triple));
        report.findings.extend(findings.filter(|finding| is_wanted(finding, self.terms)));
    }

    fn finding(&self, group: &Group, hit: &Hit, triple: Triple) -> Finding {
        let lines = group.lines.iter().map(|line| line.row).collect();
        let refund = group.refunds.iter().find(|refund| refund.refund == hit.detail).or(group.refunds.first());
        Finding {
            id: FindingId::new(hit.class, group.subject(), hit.detail.0),
            severity: hit.severity,
            closed: hit.closed,
            unit: group.unit(),
            triple,
            difference: hit.difference,
            at: group.at(),
            days: group.days(self.terms),
            evidence: Evidence {
                sale: group.sale.map_or(0, |sale| sale.row),
                invoice: group.invoice.map_or(0, |invoice| invoice.row),
                lines,
                refund: refund.map_or(0, |refund| refund.row),
                ..Evidence::default()
            },
        }
    }
}

/// A group in which everything agrees, or is told by findings that close by themselves.
fn matched(group: &Group, triple: Triple, is_told: bool) -> Matched {
    Matched {
        unit: group.unit(),
        triple,
        at: group.at(),
        sale: group.sale.map_or(0, |sale| sale.row),
        invoice: group.invoice.map_or(0, |invoice| invoice.row),
        line: group.credits().next().map_or(0, |line| line.row),
        is_told,
    }
}

/// Whether a finding belongs to a day that is asked for: one across a cut-off belongs to both.
fn is_wanted(finding: &Finding, terms: &Terms) -> bool {
    terms.wants(finding.days.0) || terms.wants(finding.days.1)
}

fn anchors_of(group: &Group) -> impl Iterator<Item = Key> + '_ {
    let invoice = group.invoice.into_iter().flat_map(|invoice| [invoice.order, invoice.guid]);
    invoice.chain(group.credits().map(|line| line.anchor)).filter(|key| !key.is_none())
}

/// One invoice of a sale, among others of the same.
#[derive(Debug, Clone, Copy, Default)]
struct Mate {
    key: Key,
    /// Its place among the groups; none for a clean one.
    group: Option<usize>,
    accepted: bool,
    paid: bool,
    amount: Amount,
    unit: Unit,
    at: i64,
    row: u32,
}

impl Mate {
    fn of(at: usize, group: &Group, sources: &Sources) -> Self {
        let invoice = group.invoice.map(|invoice| invoice.price);
        Self {
            key: group.key,
            group: Some(at),
            accepted: group.is_accepted(),
            paid: group.is_paid(sources),
            amount: group.sale.map(|sale| sale.amount).or(invoice).unwrap_or_default(),
            unit: group.unit(),
            at: group.at(),
            row: group.sale.map_or(0, |sale| sale.row),
        }
    }

    fn clean(sale: &SaleRow) -> Self {
        let accepted = sale.state == SaleState::Accepted;
        Self {
            key: sale.invoice,
            group: None,
            accepted,
            paid: accepted,
            amount: sale.amount,
            unit: sale.unit,
            at: sale.at,
            row: sale.row,
        }
    }
}

/// Sales without money, and money without a sale.
type Sides<'a> = (Vec<&'a Group>, Vec<&'a Group>);

/// Rows of one amount beyond which nothing is suggested: there would be more than one candidate.
const ALIKE_MAX: usize = 64;

/// Points from a sale without money to money without a sale, where amount, currency and time leave one candidate on
/// each side. Nothing is booked on it.
fn suggest(groups: &[Group], terms: &Terms, report: &mut Report) {
    let mut lonely: HashMap<(Unit, Amount), Sides<'_>> = HashMap::new();
    for group in groups {
        let alone = group.is_accepted() && group.invoice.is_none() && group.lines.is_empty();
        if let Some(sale) = group.sale.filter(|_| alone) {
            lonely.entry((sale.unit, sale.amount)).or_default().0.push(group);
        } else if let Some(credit) = group.credits().next().filter(|_| group.sale.is_none()) {
            lonely.entry(credit.value()).or_default().1.push(group);
        }
    }
    let few = lonely.values().filter(|(sales, lines)| sales.len().max(lines.len()) <= ALIKE_MAX);
    let pairs: Vec<(u32, u32)> = few.flat_map(|(sales, lines)| couples(sales, lines, terms)).collect();
    let line_of: HashMap<u32, u32> = pairs.iter().copied().collect();
    let sale_of: HashMap<u32, u32> = pairs.iter().map(|(sale, line)| (*line, *sale)).collect();
    for evidence in report.findings.iter_mut().map(|finding| &mut finding.evidence) {
        evidence.perhaps_line = line_of.get(&evidence.sale).copied().unwrap_or_default();
        let first = evidence.lines.first().filter(|_| evidence.sale == 0);
        evidence.perhaps_sale = first.and_then(|line| sale_of.get(line)).copied().unwrap_or_default();
    }
}

/// Pairs with exactly one candidate on each side.
fn couples(sales: &[&Group], lines: &[&Group], terms: &Terms) -> Vec<(u32, u32)> {
    let near = |a: &Group, b: &Group| terms.limits.is_near(a.at(), b.at());
    let mut found = Vec::new();
    for sale in sales {
        let mut fits = lines.iter().filter(|line| near(sale, line));
        let (Some(line), None) = (fits.next(), fits.next()) else { continue };
        let alone = sales.iter().filter(|other| near(other, line)).count() == 1;
        let rows = sale.sale.map(|sale| sale.row).zip(line.lines.first().map(|line| line.row));
        found.extend(rows.filter(|_| alone));
    }
    found
}
