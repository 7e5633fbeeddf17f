"""What is wrong with the data: findings, each with its rows, its weight and a remedy.

`examine.examine` looks at files as they were read; `clean.cleaned` takes out what only does harm;
`write.write_rows` writes what is left; `text.render` shows an examination on a terminal.
"""
