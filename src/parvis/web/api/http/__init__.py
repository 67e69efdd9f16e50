"""What every API shares: parameters, credentials, answers, errors, the life of a request."""
