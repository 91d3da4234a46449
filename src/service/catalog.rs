//! The catalogue as a CSV file: all of it is read, or none.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::Trouble;
use crate::config::Config;
use crate::domain::amount;
use crate::domain::catalog::{Catalog, Product};
use crate::domain::money::Currency;

/// The products of the practice shop.
const SAMPLES: &str = include_str!("../../assets/products.csv");
/// Rows a catalogue may have.
const ROWS_MAX: usize = 200_000;

/// One row of the file.
#[derive(Debug, Serialize, Deserialize)]
struct Row {
    sku: String,
    name: String,
    #[serde(default)]
    price: String,
    #[serde(default)]
    category: String,
    #[serde(default)]
    barcode: String,
    #[serde(default)]
    icon: String,
    #[serde(default)]
    tint: String,
    #[serde(default)]
    favourite: String,
}

/// Reads the catalogue; no file means no products.
///
/// # Errors
/// [`Trouble::Catalog`] with the line, [`Trouble::Io`].
pub fn load(path: &Path, config: &Config) -> Result<Catalog, Trouble> {
    match std::fs::read_to_string(path) {
        Ok(text) => parse(&text, config.shop.currency).map(Catalog::new),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Catalog::default()),
        Err(source) => Err(Trouble::Io { path: path.display().to_string(), source }),
    }
}

/// Reads a catalogue's text.
///
/// # Errors
/// [`Trouble::Catalog`] with the first line that does not fit.
pub fn parse(text: &str, currency: Currency) -> Result<Vec<Product>, Trouble> {
    let mut products = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    for row in reader.deserialize::<Row>() {
        let row = row.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            Trouble::Catalog { line, reason: error.to_string() }
        })?;
        let line = products.len() as u64 + 2;
        let product = product(row, currency).map_err(|reason| Trouble::Catalog { line, reason })?;
        if !seen.insert(product.sku.clone()) {
            return Err(Trouble::Catalog { line, reason: format!("SKU `{}` is there twice", product.sku) });
        }
        if products.len() == ROWS_MAX {
            return Err(Trouble::Catalog { line, reason: format!("a catalogue holds at most {ROWS_MAX} products") });
        }
        products.push(product);
    }
    Ok(products)
}

fn product(row: Row, currency: Currency) -> Result<Product, String> {
    if row.sku.is_empty() || row.name.is_empty() {
        return Err("SKU and name must not be empty".to_owned());
    }
    let price = match row.price.as_str() {
        "" => None,
        text => Some(
            amount::parse(text, currency, amount::DecimalMark::Dot)
                .map_err(|error| format!("price `{text}`: {error}"))?,
        ),
    };
    let tint = if row.tint.is_empty() {
        1
    } else {
        row.tint.parse().ok().filter(|t| (1..=5).contains(t)).ok_or("tint must be 1 to 5")?
    };
    Ok(Product {
        sku: row.sku.as_str().into(),
        name: row.name,
        price,
        category: row.category,
        barcode: row.barcode,
        icon: row.icon,
        tint,
        favourite: matches!(row.favourite.as_str(), "yes" | "true" | "1"),
    })
}

/// Writes a catalogue as text.
#[must_use]
pub fn to_csv(products: &[Product]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for product in products {
        let row = Row {
            sku: product.sku.0.clone(),
            name: product.name.clone(),
            price: product.price.map(crate::domain::money::Money::to_plain).unwrap_or_default(),
            category: product.category.clone(),
            barcode: product.barcode.clone(),
            icon: product.icon.clone(),
            tint: product.tint.to_string(),
            favourite: if product.favourite { "yes".to_owned() } else { String::new() },
        };
        writer.serialize(row).expect("a row of text always serialises into memory");
    }
    String::from_utf8(writer.into_inner().expect("memory never fails to flush")).expect("rows are UTF-8")
}

/// Puts the sample products where there is no catalogue yet.
///
/// # Errors
/// [`Trouble::Io`].
pub fn write_samples(path: &Path) -> Result<(), Trouble> {
    if path.exists() {
        return Ok(());
    }
    write(path, SAMPLES)
}

/// Writes a catalogue file whole.
///
/// # Errors
/// [`Trouble::Io`]; the old file is untouched then.
pub fn write(path: &Path, text: &str) -> Result<(), Trouble> {
    crate::file::replace(path, text.as_bytes())
        .map_err(|source| Trouble::Io { path: path.display().to_string(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn till_17_a_catalogue_is_read_whole_or_not_at_all() {
        let good = "sku,name,price,category,barcode,icon,tint,favourite\nA,Espresso,2.40,Coffee,401,coffee,2,yes\nG,Gift card,,,,,,\n";
        let products = parse(good, Currency::EUR).unwrap();
        assert_eq!((products.len(), products[0].price.unwrap().minor(), products[1].price), (2, 240, None));
        assert_eq!(parse(&to_csv(&products), Currency::EUR).unwrap(), products, "written and read back");
        let line = |text: &str| match parse(text, Currency::EUR) {
            Err(Trouble::Catalog { line, .. }) => line,
            other => panic!("{other:?}"),
        };
        assert_eq!(line("sku,name,price\nA,Espresso,2.40\nB,Bun,free\n"), 3);
        assert_eq!(line("sku,name\nA,x\nA,y\n"), 3);
        assert_eq!(line("sku,name,tint\nA,x,9\n"), 2);
    }

    #[test]
    fn till_70_the_sample_products_are_valid() {
        assert!(parse(SAMPLES, Currency::EUR).unwrap().len() >= 12);
    }
}
