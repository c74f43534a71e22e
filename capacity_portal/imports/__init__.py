"""Spreadsheets on their way in: uploaded, understood, previewed, mended, confirmed; the same for every kind of record.

An app says in ``registry`` what its sheets mean (columns, comparison with what is on file, storing); this app keeps the
uploaded file, the mapping of headings, the staged rows and what was found, runs the work in the background and shows it.
Nothing of a sheet is on file before its owner confirms it, and then all of it or nothing.
"""
