"""Exports: values and files as callers read them, without HTTP and without a database."""
