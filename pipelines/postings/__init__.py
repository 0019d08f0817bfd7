"""Postings that people already have: files of several formats, read as records under our names of columns."""
