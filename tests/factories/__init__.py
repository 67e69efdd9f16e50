"""Makers of test data: each gives something valid, and takes what the test is about."""
