"""The house rules: each reads the files below `root` and returns one line per fault, `path:line: what is wrong`."""
