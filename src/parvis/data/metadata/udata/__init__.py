"""The udata dialect: a dataset as data.gouv.fr shows it."""
