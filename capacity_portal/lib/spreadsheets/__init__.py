"""The round trip of spreadsheets: read as people have them, understood, marked and given back, written as templates.

``reading`` brings a file in through a limited child process (``guard`` has looked at it before), ``tables`` finds the one
table in a sheet, ``matching`` finds the columns, ``cells`` understands what stands in a cell, ``checking`` turns a
table into rows and findings, ``marking`` writes the findings into the user's own workbook, ``templates`` writes the
workbook to be filled in. No models here: what a column means is said by the apps' ``sheets``.
"""
