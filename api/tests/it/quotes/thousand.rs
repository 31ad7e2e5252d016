//! A thousand generated quotes: the same cents from the API, the rules that the web app previews with, the paper and
//! the ledger.

use crate::support::booking::GOOD_CARD;
use crate::support::papers::{amounts_of, text_of};
use crate::support::shop::{Shop, draft, line, pay, rest, yes};
use futures::StreamExt;
use futures::stream;
use pitlane_contract::quotes::{NewQuote, Quote, QuoteLine, WriteLine};
use pitlane_contract::repairs::Receipt;
use pitlane_domain::quotes::{Line, Totals, approved_totals, line_total, totals};
use pitlane_domain::vocabulary::LineKind;
use pitlane_entities::{ledger_entries, payments};
use sea_orm::EntityTrait;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const QUOTES: u64 = 1_000;

/// A row of random numbers that is the same for each run of one seed (Vigna's `SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        i64::try_from((mixed ^ (mixed >> 31)) % bound).unwrap()
    }
}

/// What the web app counts of a line that is being written, and of one that is shown.
fn counted(line: &WriteLine) -> Line {
    let WriteLine { kind, quantity_thousandths, unit_cents, taxable, .. } = *line;
    Line { kind, quantity_thousandths, unit_cents, taxable }
}

fn shown(line: &QuoteLine) -> Line {
    let QuoteLine { kind, quantity_thousandths, unit_cents, taxable, .. } = *line;
    Line { kind, quantity_thousandths, unit_cents, taxable }
}

/// One to six lines that cost, up to two discounts that fit, and a tax; the prices end on odd cents.
fn generated(dice: &mut Dice) -> (Vec<WriteLine>, i64) {
    let kinds = [LineKind::Labor, LineKind::Part, LineKind::Fee];
    let mut lines: Vec<WriteLine> = (0..=dice.below(6))
        .map(|n| {
            let kind = kinds[usize::try_from(dice.below(3)).unwrap()];
            let quantity =
                if dice.below(2) == 0 { 1 + dice.below(9_999) } else { 1_000 * (1 + dice.below(4)) };
            let mut line = line(kind, &format!("Work {n}"), quantity, 1 + dice.below(60_000));
            line.taxable = dice.below(3) > 0;
            line
        })
        .collect();
    let mut left: i64 = lines.iter().map(|line| line_total(&counted(line))).sum();
    for n in 0..dice.below(3) {
        let off = dice.below(u64::try_from(left).unwrap_or(0) / 4 + 1);
        let mut discount = line(LineKind::Discount, &format!("Discount {n}"), 1_000, off);
        discount.taxable = dice.below(2) == 0;
        left -= off;
        lines.push(discount);
    }
    let tax = [0, 600, 700, 825, 887, 1_025, 1_999][usize::try_from(dice.below(7)).unwrap()];
    (lines, tax)
}

fn of_quote(quote: &Quote) -> Totals {
    Totals {
        subtotal_cents: quote.subtotal_cents,
        discount_cents: quote.discount_cents,
        tax_cents: quote.tax_cents,
        total_cents: quote.total_cents,
    }
}

/// What was paid.
struct Paid {
    repair: Uuid,
    payment: Uuid,
    expected: Totals,
    /// With tax, with a discount, and in part only.
    sort: (bool, bool, bool),
}

/// Approves `lines` of a quote whose page shows what they come to with those that are approved already.
async fn approve(shop: &Shop, quote: &Quote, chosen: &mut BTreeSet<Uuid>, lines: Vec<Uuid>) -> Quote {
    chosen.extend(&lines);
    let whole: Vec<Line> = quote.lines.iter().map(shown).collect();
    let yes_to = |place: usize| chosen.contains(&quote.lines[place].id);
    let preview = approved_totals(&whole, yes_to, quote.tax_bps);
    let mut yes = yes(Some(lines));
    // refused by the server when it comes to another total
    yes.total_cents = Some(preview.total_cents);
    let approved = shop.dana.client.approve_quote(quote.id, &yes).await.unwrap();
    assert_eq!(approved.approved_cents, preview.total_cents, "{}", quote.number);
    approved
}

/// Writes a quote, has some or all of its lines approved, at once or one after the other, and paid; none where the
/// approved lines cost nothing.
async fn played(shop: &Shop, seed: u64) -> Option<Paid> {
    let mut dice = Dice(seed);
    let (lines, tax_bps) = generated(&mut dice);
    let preview = totals(&lines.iter().map(counted).collect::<Vec<_>>(), tax_bps);
    let written = lines.clone();
    let new = NewQuote { tax_bps: Some(tax_bps), deposit_cents: None, ..draft(&shop.dana, lines) };
    let quote = shop.olga.client.create_quote(&new, None).await.unwrap();
    assert_eq!(of_quote(&quote), preview, "seed {seed}");
    for (stored, written) in quote.lines.iter().zip(&written) {
        assert_eq!(stored.total_cents, line_total(&counted(written)), "seed {seed}");
    }
    let quote = shop.olga.client.send_quote(quote.id).await.unwrap();

    let costs: Vec<_> = quote.lines.iter().filter(|line| line.kind != LineKind::Discount).collect();
    let mut chosen: Vec<Uuid> = costs.iter().filter(|_| dice.below(3) > 0).map(|line| line.id).collect();
    if chosen.is_empty() {
        chosen.push(costs[0].id);
    }
    let partly = chosen.len() < costs.len();
    let later = if dice.below(3) == 0 { chosen.split_off(chosen.len().div_ceil(2)) } else { Vec::new() };
    let mut all = BTreeSet::new();
    let mut approved = approve(shop, &quote, &mut all, chosen).await;
    if !later.is_empty() {
        approved = approve(shop, &quote, &mut all, later).await;
    }
    let whole: Vec<Line> = quote.lines.iter().map(shown).collect();
    let expected = approved_totals(&whole, |place| all.contains(&quote.lines[place].id), tax_bps);
    if expected.total_cents == 0 {
        return None;
    }
    let repair = approved.repair_id.unwrap();
    let made = shop.dana.client.create_repair_payment(repair, &rest(), None).await.unwrap();
    assert_eq!(made.payment.amount_cents, expected.total_cents, "seed {seed}");
    pay(&shop.dana.client, &made.payment, GOOD_CARD).await.unwrap();
    let sort = (expected.tax_cents > 0, expected.discount_cents > 0, partly);
    Some(Paid { repair, payment: made.payment.id, expected, sort })
}

/// The paper of a receipt has the amounts of its approved lines, then those of its totals and of its one payment.
fn same_on_paper(shop: &Shop, receipt: &Receipt, expected: Totals) {
    let part = &receipt.parts[0];
    let on_receipt = Totals {
        subtotal_cents: part.subtotal_cents,
        discount_cents: part.discount_cents,
        tax_cents: part.tax_cents,
        total_cents: part.total_cents,
    };
    assert_eq!(on_receipt, expected);
    let pdf = pitlane_papers::receipt(&shop.world.state.fonts, receipt).unwrap();
    let costs = part.lines.iter().filter(|line| line.kind != LineKind::Discount);
    let mut amounts: Vec<i64> = costs.flat_map(|line| [line.unit_cents, line_total(&shown(line))]).collect();
    amounts.push(expected.subtotal_cents);
    amounts.extend((expected.discount_cents > 0).then_some(-expected.discount_cents));
    let total = expected.total_cents;
    amounts.extend([expected.tax_cents, total, total, total, total, 0]);
    let text = text_of(&pdf);
    assert_eq!(amounts_of(&text), amounts, "{text}");
}

#[actix_web::test]
async fn a_thousand_quotes_agree_to_the_cent_everywhere() {
    let shop = Shop::new().await;
    let shop = &shop;
    let paid: Vec<_> =
        stream::iter(0..QUOTES).map(|seed| played(shop, seed)).buffer_unordered(4).collect().await;
    let paid: Vec<_> = paid.into_iter().flatten().collect();
    assert!(paid.len() > 900, "nearly all of them cost something: {}", paid.len());

    shop.world.run_jobs().await;

    let mut books: BTreeMap<(Uuid, String), i64> = BTreeMap::new();
    for entry in ledger_entries::Entity::find().all(&shop.world.state.db).await.unwrap() {
        *books.entry((entry.payment_id.unwrap(), entry.account)).or_default() += entry.amount_cents;
    }
    let stored = payments::Entity::find().all(&shop.world.state.db).await.unwrap();
    assert_eq!(stored.len(), paid.len());
    let mut sum = 0;
    let mut sorts: BTreeMap<(bool, bool, bool), u32> = BTreeMap::new();
    for Paid { repair, payment, expected, sort } in &paid {
        *sorts.entry(*sort).or_default() += 1;
        let receipt = shop.dana.client.get_receipt(*repair).await.unwrap();
        same_on_paper(shop, &receipt, *expected);
        assert_eq!(books[&(*payment, "gateway_clearing".to_owned())], expected.total_cents);
        sum += expected.total_cents;
    }
    assert!(sorts.len() == 8 && sorts.values().all(|times| *times >= 10), "of every sort: {sorts:?}");
    assert_eq!(stored.iter().map(|payment| payment.amount_cents).sum::<i64>(), sum);
    assert_eq!(books.values().sum::<i64>(), 0, "every transaction sums to zero");
    assert!(shop.world.failed_jobs().await.is_empty());
}
