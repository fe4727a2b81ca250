"""A campaign as a text file: written as commented TOML, read with every fault named, compared field by field. No I/O."""
