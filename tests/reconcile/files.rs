//! Files as gateways and banks write them, and as they should not be.

use ringup::reconcile::class::Class;
use ringup::reconcile::engine::{Progress, Terms, Views, run};
use ringup::reconcile::import::bank::{self, Ask};
use ringup::reconcile::import::flaw::{Flaw, FlawKind, Refused};
use ringup::reconcile::import::{camt, json, ledger, mt940, ofx, sales};
use ringup::reconcile::key::Key;
use ringup::reconcile::parts::Parts;
use ringup::reconcile::row::{BankRow, LedgerRow, SaleRow, Unit};

const HEAD: &str = "id,code,amount,currency,timestamp,invoiceId,description\n";
const LINES: &str =
    "L1,1000,20.50,EUR,2026-01-01T01:02:03.456Z,I1,1042-1\nL2,1023,-0.21,EUR,2026-01-01T01:02:03.456Z,I1,Invoice Fee\n";

fn read(text: impl AsRef<[u8]>) -> Result<Parts<LedgerRow>, Refused> {
    ledger::csv(text.as_ref(), 2, &Progress::default())
}

fn rows(text: impl AsRef<[u8]>) -> Vec<LedgerRow> {
    let mut rows: Vec<LedgerRow> = read(text).unwrap().iter().copied().collect();
    rows.sort_by_key(|row| row.row);
    rows
}

fn first(refused: Result<impl std::fmt::Debug, Refused>) -> Flaw {
    refused.unwrap_err().flaws.remove(0)
}

#[test]
fn till_56_a_ledger_reads_the_same_however_it_is_written() {
    let plain = rows(format!("{HEAD}{LINES}"));
    assert_eq!((plain.len(), plain[0].row, plain[1].row), (2, 2, 3));
    assert_eq!(plain[0].amount.to_plain(2), "20.50");
    assert_eq!((plain[0].invoice, plain[0].anchor), (Key::of(b"I1"), Key::of(b"1042-1")));
    let text = format!("{HEAD}{LINES}");
    let semicolons = text.replace(',', ";").replace("20.50", "20,50").replace("-0.21", "-0,21");
    let quoted = text.replace("1042-1", "\"1042-1\"").replace("EUR", "\"EUR\"");
    let scaled = "id,code,amount,scale,currency,timestamp,invoiceId,description\n\
                  L1,1000,2050000000,100000000,EUR,2026-01-01T01:02:03.456Z,I1,1042-1\n\
                  L2,1023,-21000000,100000000,EUR,2026-01-01 02:02:03.456+01:00,I1,Invoice Fee";
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    for (name, other) in
        [("semicolons", semicolons), ("quotes", quoted), ("scale", scaled.to_owned()), ("windows", windows)]
    {
        assert_eq!(rows(other), plain, "{name}");
    }
    assert_eq!(rows(format!("{HEAD}{LINES}\n\n")), plain, "blank lines at the end");
}

#[test]
fn bp2_90_the_documented_json_reads_like_the_table() {
    let text = r#"[{"type":"Invoice","amount":2050000000,"code":1000,"description":"1042-1","timestamp":"2026-01-01T01:02:03.456Z","txType":"sale","scale":100000000,
  "invoiceId":"I1","buyerFields":{"buyerName":"J. Doe"},"invoiceAmount":20.5,"invoiceCurrency":"EUR","transactionCurrency":"BTC","id":"L1"},
 {"type":"Invoice Fee","amount":-21000000,"code":1023,"description":"Invoice Fee","timestamp":"2026-01-01T01:02:03.456Z","txType":"Invoice Fee","scale":100000000,
  "invoiceId":"I1","buyerFields":{},"invoiceAmount":20.5,"invoiceCurrency":"EUR","transactionCurrency":"BTC","id":"L2"}]"#;
    let eur = Unit::of(b"EUR").unwrap();
    let bare = |rows: Vec<LedgerRow>| rows.into_iter().map(|row| LedgerRow { row: 0, ..row }).collect::<Vec<_>>();
    let plain = bare(rows(format!("{HEAD}{LINES}")));
    assert_eq!(bare(json::ledger(text.as_bytes(), eur).unwrap()), plain);
    assert_eq!(bare(json::ledger(format!("{{\"data\":{text}}}").as_bytes(), eur).unwrap()), plain);
    let dollars = json::ledger(text.as_bytes(), Unit::of(b"USD").unwrap()).unwrap();
    assert!(dollars[0].is_converted() && dollars[0].value().0 == eur);
    let cut = first(json::ledger(&text.as_bytes()[..500], eur));
    assert_eq!((cut.line, cut.kind), (4, FlawKind::Cut));
    let bad = first(json::ledger(text.replace("-21000000", "\"x\"").as_bytes(), eur));
    assert_eq!((bad.line, bad.kind), (3, FlawKind::Form));
    let other = first(json::ledger(text.replace("\"L2\"", "\"L1\"").as_bytes(), eur));
    assert_eq!((other.line, other.kind), (3, FlawKind::Twice { line: 1 }));
    assert_eq!(first(json::ledger(b" ", eur)).kind, FlawKind::Empty);
}

#[test]
fn till_56_a_bad_line_is_named_by_line_column_and_value() {
    let bad = |line: &str| first(read(format!("{HEAD}{LINES}{line}\n{LINES}")));
    for (line, column, value, kind) in [
        ("L3,1000,20.5x,EUR,2026-01-01,I3,x", "amount", "20.5x", None),
        ("L3,1000,,EUR,2026-01-01,I3,x", "amount", "", None),
        ("L3,1000,1.00,EURO!,2026-01-01,I3,x", "currency", "EURO!", Some(FlawKind::Currency)),
        ("L3,1000,1.00,EUR,01/02/2026,I3,x", "timestamp", "01/02/2026", Some(FlawKind::Time)),
        ("L3,abc,1.00,EUR,2026-01-01,I3,x", "code", "abc", Some(FlawKind::Number)),
        ("L3,1000,1.00,EUR", "", "L3,1000,1.00,EUR", Some(FlawKind::Columns { found: 4, wanted: 7 })),
        (
            "L3,1000,20,50,EUR,2026-01-01,I3,x",
            "",
            "L3,1000,20,50,EUR,2026-01-01,I3,x",
            Some(FlawKind::Columns { found: 8, wanted: 7 }),
        ),
        ("L1,1000,9.00,EUR,2026-01-01,I3,x", "id", "", Some(FlawKind::Twice { line: 2 })),
    ] {
        let flaw = bad(line);
        assert_eq!((flaw.line, flaw.column.as_str(), flaw.value.as_str()), (4, column, value), "{line}");
        assert!(kind.is_none_or(|kind| kind == flaw.kind), "{flaw:?}");
        assert!(kind_is_amount(&flaw) == (column == "amount"));
    }
}

fn kind_is_amount(flaw: &Flaw) -> bool {
    matches!(flaw.kind, FlawKind::Amount(_))
}

#[test]
fn till_56_a_file_in_another_encoding_is_refused_by_place() {
    let mut latin = format!("{HEAD}{LINES}L3,1000,1.00,EUR,2026-01-01,I3,Caf").into_bytes();
    latin.extend([0xe9, b'\n']);
    let flaw = first(read(&latin));
    assert_eq!((flaw.line, flaw.column.as_str(), flaw.kind), (4, "description", FlawKind::Encoding));
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(HEAD.bytes().flat_map(|byte| [byte, 0])).collect();
    assert_eq!(first(read(&wide)).kind, FlawKind::Encoding);
    assert_eq!(first(bank::csv(&wide, &Ask::default())).kind, FlawKind::Encoding);
}

#[test]
fn till_56_missing_columns_are_all_named() {
    let refused = read("id,code,timestamp\nL1,1000,2026-01-01\n").unwrap_err();
    let names: Vec<&str> = refused.flaws.iter().map(|flaw| flaw.column.as_str()).collect();
    assert_eq!(names, ["amount", "currency", "invoiceid"]);
    assert_eq!(first(read("")).kind, FlawKind::Empty);
    assert_eq!(first(read("\n\n")).kind, FlawKind::Empty);
}

#[test]
fn till_56_a_file_cut_anywhere_is_refused_or_whole() {
    let text = format!("{HEAD}{LINES}");
    let whole = rows(&text);
    for end in HEAD.len() + 1..text.len() {
        match read(&text[..end]) {
            Ok(rows) => {
                let mut found: Vec<LedgerRow> = rows.iter().copied().collect();
                found.sort_by_key(|row| row.row);
                // The last line may lack its end, or letters of its last column, which no reader can see.
                assert!(
                    found.iter().zip(&whole).all(|(a, b)| (a.id, a.amount, a.at) == (b.id, b.amount, b.at)),
                    "{end}"
                );
            }
            Err(refused) => {
                let flaw = &refused.flaws[0];
                assert!(flaw.line >= 2 && (flaw.kind == FlawKind::Cut || flaw.line == 3 || flaw.line == 2), "{flaw:?}");
            }
        }
    }
    let quote = first(read(format!("{HEAD}L1,1000,1.00,EUR,2026-01-01,I1,\"never closed\n{LINES}")));
    assert_eq!((quote.line, quote.kind), (2, FlawKind::Cut));
}

#[test]
fn till_57_a_line_twice_counts_once_and_a_file_twice_changes_nothing() {
    let once = rows(format!("{HEAD}{LINES}"));
    let twice = rows(format!("{HEAD}{LINES}{LINES}"));
    assert_eq!(twice.len(), 2 * once.len());
    let judge = |rows: &[LedgerRow]| {
        let mut views = Views::new(0);
        let order = Key::of(b"1042-1");
        views.sale(SaleRow {
            invoice: Key::of(b"I1"),
            order,
            amount: once[0].amount,
            unit: once[0].unit,
            at: once[0].at,
            row: 1,
            attempt: 1,
            state: ringup::reconcile::row::SaleState::Accepted,
            ..SaleRow::default()
        });
        rows.iter().for_each(|row| views.line(*row));
        run(&views, &Terms::default(), &Progress::default()).unwrap()
    };
    let (before, after) = (judge(&once), judge(&twice));
    assert_eq!((before.findings.len(), before.counts.matched), (0, 1));
    assert_eq!((before.findings, before.columns, before.accounts), (after.findings, after.columns, after.accounts));
}

/// Enough lines that two threads share them.
fn long(lines: usize) -> String {
    let mut text = "sale,order_id,invoice,amount,currency,at,state\n".to_owned();
    for at in 0..lines {
        text.push_str(&format!(
            "{at},{at}-1,INV{at:019},{}.{:02},EUR,2026-01-01T10:00:00Z,accepted\n",
            at % 500 + 1,
            at % 100
        ));
    }
    text
}

#[test]
fn till_56_a_long_file_has_the_right_line_at_every_row() {
    let text = long(80_000);
    let rows = sales::csv(text.as_bytes(), 6, &Progress::default()).unwrap();
    assert_eq!(rows.len(), 80_000);
    for row in rows.iter() {
        let at = row.row - 2;
        assert_eq!(row.order, Key::of(format!("{at}-1").as_bytes()), "line {}", row.row);
    }
    let line = 70_001;
    let bad =
        text.replacen(&format!("\n{},", line - 2), "\nx\"y,", 1).replace(&format!("INV{:019},", line - 2), "I,1.2.3,");
    let flaw = first(sales::csv(bad.as_bytes(), 6, &Progress::default()));
    assert_eq!(flaw.line, line as u64, "{flaw:?}");
    let stopped = Progress::default();
    stopped.stop();
    assert!(sales::csv(text.as_bytes(), 6, &stopped).unwrap_err().stopped);
}

#[test]
fn till_56_a_line_break_within_quotes_across_the_middle_is_no_line() {
    let row = "7,\"7\n-1\",INV7,1.00,EUR,2026-01-01T10:00:00Z,accepted\n";
    let text = format!("sale,order_id,invoice,amount,currency,at,state\n{}", row.repeat(100_000));
    let rows = sales::csv(text.as_bytes(), 2, &Progress::default()).unwrap();
    assert_eq!(rows.len(), 100_000);
    assert!(rows.iter().all(|row| row.row % 2 == 0 && row.order == Key::of(b"7\n-1")));
}

fn ask() -> Ask {
    Ask { payer: vec!["BITPAY".to_owned()], unit: Unit::of(b"EUR").unwrap(), ..Ask::default() }
}

fn facts(rows: &[BankRow]) -> Vec<(String, i32, bool, bool)> {
    let payout = Key::of(b"SETTLE0042");
    rows.iter().map(|row| (row.amount.to_plain(2), row.day, row.expected, row.words.contains(&payout))).collect()
}

fn wanted() -> Vec<(String, i32, bool, bool)> {
    vec![("1480.45".to_owned(), 20_777, true, true), ("-30.00".to_owned(), 20_777, false, false)]
}

const BANK: &str = "Buchungstag;Betrag;Währung;Verwendungszweck\n20.11.2026;1.480,45;EUR;BITPAY SETTLE0042\n20.11.26;-30,00;EUR;Strom\n";

#[test]
fn till_58_a_banks_table_reads_with_its_own_marks() {
    assert_eq!(facts(&bank::csv(BANK.as_bytes(), &ask()).unwrap()), wanted());
    let plain = "date,amount,text\n2026-11-20,1480.45,Bitpay SETTLE0042\n2026-11-20,-30.00,Strom\n";
    assert_eq!(facts(&bank::csv(plain.as_bytes(), &ask()).unwrap()), wanted());
    let flaw = first(bank::csv(BANK.replace("-30,00", "-30,0O").as_bytes(), &ask()));
    assert_eq!((flaw.line, flaw.column.as_str(), flaw.value.as_str()), (3, "amount", "-30,0O"));
    let cut = first(bank::csv(&BANK.as_bytes()[..BANK.len() - 12], &ask()));
    assert_eq!((cut.line, cut.kind), (3, FlawKind::Cut));
    let missing = first(bank::csv(b"Text;Summe\nx;1\n", &ask()));
    assert_eq!((missing.line, missing.kind), (1, FlawKind::MissingColumn));
    let twice = format!("{BANK}20.11.26;-30,00;EUR;Strom\n");
    let rows = bank::csv(twice.as_bytes(), &ask()).unwrap();
    assert!(rows[1].id != rows[2].id, "a bank may book the same twice; the lines keep their names");
    assert_eq!(rows, bank::csv(twice.as_bytes(), &ask()).unwrap());
}

const MT940: &str = ":20:STARTUMSE\n:25:50010517/0648489890\n:28C:00001/001\n:60F:C261119EUR100,00\n\
:61:2611201120CR1480,45NTRFNONREF//B1\n:86:166?00GUTSCHRIFT?20BITPAY SETTLE0042\n\
:61:2611201120DR30,00NDDTNONREF//B2\n:86:105?00LASTSCHRIFT?20STROM\n:62F:C261120EUR1550,45\n-\n";

#[test]
fn till_58_mt940_reads_and_its_sums_are_checked() {
    assert_eq!(facts(&mt940::statement(MT940.as_bytes(), &ask()).unwrap()), wanted());
    let flaw = first(mt940::statement(MT940.replace("1550,45", "1550,46").as_bytes(), &ask()));
    assert_eq!((flaw.line, flaw.kind), (9, FlawKind::Sum { made: "1550.45".to_owned() }));
    let cut = &MT940[..MT940.find(":62F").unwrap()];
    assert_eq!(first(mt940::statement(cut.as_bytes(), &ask())).kind, FlawKind::Cut);
    let flaw = first(mt940::statement(MT940.replace("CR1480,45", "XX1480,45").as_bytes(), &ask()));
    assert_eq!((flaw.line, flaw.column.as_str()), (5, "61"));
}

const OFX: &str = "OFXHEADER:100\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR\n<BANKACCTFROM><ACCTID>0648489890</BANKACCTFROM>\n\
<BANKTRANLIST><DTSTART>20261119<DTEND>20261120\n<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261120120000<TRNAMT>1480.45<FITID>B1<NAME>BITPAY<MEMO>SETTLE0042</STMTTRN>\n\
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261120<TRNAMT>-30.00<FITID>B2<NAME>STROM</STMTTRN>\n</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n";

#[test]
fn till_58_ofx_reads_with_open_and_closed_tags() {
    assert_eq!(facts(&ofx::statement(OFX.as_bytes(), &ask()).unwrap()), wanted());
    let closed = OFX.replace("<TRNAMT>1480.45", "<TRNAMT>1480.45</TRNAMT>").replace("<FITID>B1", "<FITID>B1</FITID>");
    assert_eq!(facts(&ofx::statement(closed.as_bytes(), &ask()).unwrap()), wanted());
    assert_eq!(first(ofx::statement(&OFX.as_bytes()[..OFX.len() - 90], &ask())).kind, FlawKind::Cut);
    let flaw = first(ofx::statement(OFX.replace("-30.00", "-30.0O").as_bytes(), &ask()));
    assert_eq!((flaw.line, flaw.column.as_str()), (7, "TRNAMT"));
    assert_eq!(first(ofx::statement(b"hello", &ask())).kind, FlawKind::Form);
}

const CAMT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<FrToDt><FrDtTm>2026-11-20T00:00:00</FrDtTm><ToDtTm>2026-11-20T23:59:59</ToDtTm></FrToDt>
<Acct><Id><IBAN>DE02500105170648489890</IBAN></Id></Acct>
<Ntry><Amt Ccy="EUR">1480.45</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt>
<AcctSvcrRef>B1</AcctSvcrRef><NtryDtls><TxDtls><Amt Ccy="EUR">1480.45</Amt><RmtInf><Ustrd>BITPAY SETTLE0042</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt><AddtlNtryInf>Strom &amp; Gas</AddtlNtryInf></Ntry>
<Ntry><Amt Ccy="EUR">7.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts><ValDt><Dt>2026-11-21</Dt></ValDt></Ntry>
</Stmt></BkToCstmrStmt></Document>
"#;

#[test]
fn till_58_camt_reads_booked_lines() {
    assert_eq!(facts(&camt::statement(CAMT.as_bytes(), &ask()).unwrap()), wanted());
    let flaw = first(camt::statement(CAMT.replace(">30.00<", ">30,00<").as_bytes(), &ask()));
    assert_eq!((flaw.line, flaw.column.as_str(), flaw.value.as_str()), (7, "Amt", "30,00"));
    let cut = first(camt::statement(&CAMT.as_bytes()[..CAMT.find("Strom").unwrap()], &ask()));
    assert_eq!((cut.line, cut.kind), (7, FlawKind::Cut));
    assert_eq!(first(camt::statement(b"<html></html>", &ask())).kind, FlawKind::Form);
}

#[test]
fn till_58_another_account_or_other_days_are_refused() {
    let other = Ask { account: Some("DE99 1234 5678".to_owned()), ..ask() };
    let own = Ask { account: Some("0648489890".to_owned()), ..ask() };
    let later = Ask { days: Some((20_800, 20_801)), ..ask() };
    type Read = fn(&[u8], &Ask) -> Result<Vec<BankRow>, Refused>;
    for (text, read) in [(CAMT, camt::statement as Read), (MT940, mt940::statement), (OFX, ofx::statement)] {
        assert!(matches!(first(read(text.as_bytes(), &other)).kind, FlawKind::OtherAccount { .. }));
        assert!(matches!(first(read(text.as_bytes(), &later)).kind, FlawKind::OtherDays { .. }));
        assert_eq!(facts(&read(text.as_bytes(), &own).unwrap()), wanted());
    }
}

#[test]
fn till_58_every_form_of_a_statement_makes_the_same_findings() {
    let statements = [
        bank::csv(BANK.as_bytes(), &ask()).unwrap(),
        mt940::statement(MT940.as_bytes(), &ask()).unwrap(),
        ofx::statement(OFX.as_bytes(), &ask()).unwrap(),
        camt::statement(CAMT.as_bytes(), &ask()).unwrap(),
    ];
    let settlement = |total: i64| ringup::reconcile::row::SettlementRow {
        id: Key::of(b"SETTLE0042"),
        unit: Unit::of(b"EUR").unwrap(),
        entries: super::world::cents(total),
        total: super::world::cents(total),
        executed: Some(20_776 * super::world::DAY),
        row: 1,
        ..Default::default()
    };
    for rows in statements {
        let judge = |total| {
            let mut views = Views::new(0);
            (views.settlements, views.bank) = (vec![settlement(total)], Some(rows.clone()));
            run(&views, &Terms::default(), &Progress::default()).unwrap().by_class()
        };
        assert!(judge(148_045).is_empty());
        assert_eq!(judge(148_046).into_keys().collect::<Vec<_>>(), [Class::D22]);
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(text in proptest::collection::vec(0_u8..=255, 0..300)) {
        let _ = read(&text);
        let _ = json::ledger(&text, Unit::default());
        let _ = bank::csv(&text, &ask());
        let _ = mt940::statement(&text, &ask());
        let _ = ofx::statement(&text, &ask());
        let _ = camt::statement(&text, &ask());
    }

    #[test]
    fn no_damage_makes_a_reader_panic(at in 0_usize..1200, byte in 0_u8..=255) {
        for text in [CAMT, MT940, OFX, BANK] {
            let mut bytes = text.as_bytes().to_vec();
            let at = at % bytes.len();
            bytes[at] = byte;
            let _ = bank::csv(&bytes, &ask());
            let _ = mt940::statement(&bytes, &ask());
            let _ = ofx::statement(&bytes, &ask());
            let _ = camt::statement(&bytes, &ask());
        }
    }
}
