### receipt
