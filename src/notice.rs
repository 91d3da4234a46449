//! stub
#[derive(Debug)]
pub struct Notice {
    pub happened: String,
    pub safe: String,
    pub todo: String,
}
pub fn trouble(t: &crate::service::error::Trouble, _l: &crate::lang::Lang) -> Notice {
    Notice { happened: t.to_string(), safe: String::new(), todo: String::new() }
}
