"""Pure decisions about domains: names and addresses, how the portal looks, what may be a logo."""
