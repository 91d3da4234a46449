//! The products a shop sells, and the search over them.

use serde::{Deserialize, Serialize};

use super::id::ProductId;
use super::money::Money;

/// One product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// SKU, unique in the catalogue.
    pub sku: ProductId,
    /// The name on tile, cart and receipt.
    pub name: String,
    /// The price with tax; none means the cashier types an amount.
    pub price: Option<Money>,
    /// The category's name; empty for none.
    #[serde(default)]
    pub category: String,
    /// EAN, UPC or the shop's own code.
    #[serde(default)]
    pub barcode: String,
    /// The name of an icon the till has; unknown names show the category's first letter.
    #[serde(default)]
    pub icon: String,
    /// Which of the five tile tints, 1 to 5.
    #[serde(default = "first_tint")]
    pub tint: u8,
    /// Pinned to the front.
    #[serde(default)]
    pub favourite: bool,
}

fn first_tint() -> u8 {
    1
}

/// All products in the owner's order, with a folded text for each to search in.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    products: Vec<Product>,
    folded: Vec<String>,
    categories: Vec<String>,
}

impl Catalog {
    /// Builds the catalogue; favourites come first, otherwise order is kept.
    #[must_use]
    pub fn new(mut products: Vec<Product>) -> Self {
        products.sort_by_key(|product| !product.favourite);
        let folded = products.iter().map(|p| fold(&format!("{} {} {}", p.name, p.sku, p.barcode))).collect();
        let mut categories = Vec::new();
        for product in &products {
            if !product.category.is_empty() && !categories.contains(&product.category) {
                categories.push(product.category.clone());
            }
        }
        Self { products, folded, categories }
    }

    /// All products.
    #[must_use]
    pub fn products(&self) -> &[Product] {
        &self.products
    }

    /// The categories in order of first appearance.
    #[must_use]
    pub fn categories(&self) -> &[String] {
        &self.categories
    }

    /// The product with a SKU.
    #[must_use]
    pub fn find(&self, sku: &ProductId) -> Option<&Product> {
        self.products.iter().find(|product| product.sku == *sku)
    }

    /// The product whose barcode or SKU is exactly what was scanned.
    #[must_use]
    pub fn scan(&self, code: &str) -> Option<&Product> {
        let code = code.trim();
        self.products.iter().find(|p| (!p.barcode.is_empty() && p.barcode == code) || p.sku.as_str() == code)
    }

    /// Indices of the products of a category whose name, SKU or barcode holds every word of the query.
    #[must_use]
    pub fn search(&self, query: &str, category: Option<&str>) -> Vec<usize> {
        let query = fold(query);
        let words: Vec<&str> = query.split_whitespace().collect();
        let fits = |index: &usize| {
            category.is_none_or(|wanted| self.products[*index].category == wanted)
                && words.iter().all(|word| self.folded[*index].contains(word))
        };
        (0..self.products.len()).filter(fits).collect()
    }
}

/// Lower case without the common Latin accents, so that `cafe` finds `Café`.
fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(plain_letter).collect()
}

fn plain_letter(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ś' | 'š' => 's',
        'ź' | 'ż' | 'ž' => 'z',
        'ł' => 'l',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;

    fn product(sku: &str, name: &str, category: &str, barcode: &str) -> Product {
        Product {
            sku: sku.into(),
            name: name.into(),
            price: Money::from_minor(240, Currency::EUR).ok(),
            category: category.into(),
            barcode: barcode.into(),
            icon: String::new(),
            tint: 1,
            favourite: false,
        }
    }

    #[test]
    fn till_04_search_covers_name_sku_and_barcode() {
        let catalog = Catalog::new(vec![
            product("C1", "Café crème", "Coffee", "4012345678901"),
            product("B1", "Croissant", "Bakery", ""),
        ]);
        assert_eq!(catalog.search("cafe", None), [0]);
        assert_eq!(catalog.search("CREME caf", None), [0]);
        assert_eq!(catalog.search("b1", None), [1]);
        assert_eq!(catalog.search("45678", None), [0]);
        assert_eq!(catalog.search("", Some("Bakery")), [1]);
        assert_eq!(catalog.search("cafe", Some("Bakery")), Vec::<usize>::new());
        assert_eq!(catalog.scan("4012345678901").unwrap().sku.as_str(), "C1");
        assert!(catalog.scan("").is_none());
    }

    #[test]
    fn till_02_categories_and_favourites() {
        let mut star = product("S", "Star", "Shop", "");
        star.favourite = true;
        let catalog = Catalog::new(vec![product("B1", "Bun", "Bakery", ""), star]);
        assert_eq!(catalog.products()[0].sku.as_str(), "S");
        assert_eq!(catalog.categories(), ["Shop", "Bakery"]);
    }

    #[test]
    fn a_product_without_a_tint_has_the_first() {
        let product: Product = serde_json::from_str(r#"{"sku": "A", "name": "Tea", "price": null}"#).unwrap();
        assert_eq!((product.tint, product.favourite, product.barcode.as_str()), (1, false, ""));
    }
}
