//! The practice gateway: a payment system on loopback that answers as the documented ones do.
