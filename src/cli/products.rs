//! `ringup products`: the catalogue by CSV.

use std::path::PathBuf;

use serde_json::json;

use super::common::Common;
use super::exit::{Exit, Failure};
use super::out::Out;
use crate::config::Config;
use crate::service::catalog;
use crate::service::error::Trouble;
use crate::service::places::Places;

/// What to do with the catalogue.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// The products
    List,
    /// Replace the catalogue by a CSV file: sku,name,price,category,barcode,icon,tint,favourite
    Import {
        /// The file
        file: PathBuf,
    },
    /// Write the catalogue to a CSV file
    Export {
        /// The file
        file: PathBuf,
    },
}

pub(crate) fn run(args: &Args, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let places = Places::new(&common.data_dir()?, common.practice);
    let config = Config::load(&places.config()).map_err(Trouble::from)?.config;
    match args {
        Args::List => {
            let known = catalog::load(&places.catalog(), &config)?;
            for product in known.products() {
                let price = product.price.map_or_else(|| "any".to_owned(), |price| price.to_plain());
                out.say(&format!("{:<12} {price:>10}  {}", product.sku.as_str(), product.name));
            }
            out.object(&json!({"products": known.products().iter().map(|product| json!({
                "sku": product.sku, "name": product.name, "price": product.price.map(|p| p.to_plain()),
                "category": product.category, "barcode": product.barcode,
            })).collect::<Vec<_>>()}));
        }
        Args::Import { file } => {
            let text = std::fs::read_to_string(file)
                .map_err(|error| Failure::usage(&format!("{}: {error}", file.display())))?;
            let products = catalog::parse(&text, config.shop.currency)?;
            crate::file::private_folder(places.folder())
                .map_err(|source| Trouble::Io { path: places.folder().display().to_string(), source })?;
            catalog::write(&places.catalog(), &catalog::to_csv(&products))?;
            out.answer(&format!("{} products.", products.len()), &json!({"products": products.len()}));
        }
        Args::Export { file } => {
            let known = catalog::load(&places.catalog(), &config)?;
            catalog::write(file, &catalog::to_csv(known.products()))?;
            let count = known.products().len();
            out.answer(&format!("{count} products in {}.", file.display()), &json!({"products": count}));
        }
    }
    Ok(Exit::Good)
}
