"""What visitors ask: requests for an interpretation of a licence, their register, the answers that are published."""
