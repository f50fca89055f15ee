"""Distributed Text Services 1.0: texts by their citable units, over HTTP or as a tree of files.

In: editions. Out: the answers of the four endpoints, which ``tahqiq serve`` gives to requests and
``tahqiq dts export`` writes to files (Level 0). Source: https://dtsapi.org/specifications/versions/v1.0/
"""
