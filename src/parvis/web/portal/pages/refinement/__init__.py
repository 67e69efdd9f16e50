"""What narrows the records of a dataset in every view: filters in the address, and the bar that offers them."""
