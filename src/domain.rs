//! What a till knows about money, sales and payments. Pure: no I/O, no clock.
